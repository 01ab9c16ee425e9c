// What moves on the pages. Everything works without it.
import "htmx.org";
import "./keep.js";
import "./steps.js";
import "./fold.js";
import "./print.js";
import "./upload.js";
import "./draft.js";
import "./sign.js";
