// What moves on the pages. Everything works without it.
import "htmx.org";
