package web

import "net/http"

// Route is one line of the table of pages. Act is the word that the access
// matrix knows the page by: a page with another word does not open, and with it
// no page. What belongs to an office has {office} in its path.
type Route struct {
	Method, Path, Act string
	Door              Door
	serve             page
}

// page answers a request, or returns why it cannot; failure.go renders that.
type page func(*Site, http.ResponseWriter, *http.Request) error

// routes are all pages. Answers of a family travel in the body of a POST, never
// in an address.
var routes = []Route{
	{"GET", "/{$}", "law.ask", Open, (*Site).start},
	{"POST", "/place", "law.ask", Open, (*Site).place},
	{"POST", "/form", "law.ask", Open, (*Site).calculator},
	{"POST", "/result", "law.ask", Open, (*Site).answer},
	{"GET", "/examples/{id}", "law.ask", Open, (*Site).example},
	{"POST", "/share", "law.ask", Open, (*Site).share},
	{"GET", "/shared/{id}", "law.ask", Open, (*Site).sharedResult},
	{"GET", "/law", "law.ask", Open, (*Site).lawPlaces},
	{"GET", "/law/search", "law.ask", Open, (*Site).lawSearch},
	{"GET", "/law/source", "law.ask", Open, (*Site).lawSources},
	{"GET", "/law/source/{id}", "law.ask", Open, (*Site).lawSource},
	{"GET", "/law/diff", "law.ask", Open, (*Site).lawDiff},
	{"GET", "/law/{place}", "law.ask", Open, (*Site).lawPlace},
	{"GET", "/law/{place}/subject/{subject}", "law.ask", Open, (*Site).lawSubject},
	{"GET", "/law/{place}/programme/{id}", "law.ask", Open, (*Site).lawProgramme},
	{"GET", "/law/{place}/figure/{id}", "law.ask", Open, (*Site).lawFigure},
	{"GET", "/law/{place}/rule/{id}", "law.ask", Open, (*Site).lawRule},

	{"GET", "/login", "session.open", Outside, (*Site).loginPage},
	{"POST", "/login", "session.open", Outside, (*Site).login},
	{"GET", "/login/second", "session.open", Underway, (*Site).secondPage},
	{"POST", "/login/second", "session.open", Underway, (*Site).second},
	{"POST", "/logout", "session.close", Underway, (*Site).logout},
	{"GET", "/password", "session.password", Underway, (*Site).passwordPage},
	{"POST", "/password", "session.password", Underway, (*Site).password},
	{"GET", "/home", "home.open", Inside, (*Site).home},
	{"GET", "/session", "session.list", Inside, (*Site).ownSessions},
	{"POST", "/session/{number}/end", "session.close", Inside, (*Site).endOwnSession},
	{"GET", "/office", "office.list", Inside, (*Site).officesPage},
	{"GET", "/office/{office}/staff", "staff.list", Inside, (*Site).people},
	{"GET", "/office/{office}/staff/new", "staff.add", Inside, (*Site).newcomer},
	{"POST", "/office/{office}/staff/new", "staff.add", Inside, (*Site).addPerson},
	{"GET", "/office/{office}/staff/{staff}", "staff.list", Inside, (*Site).person},
	{"POST", "/office/{office}/staff/{staff}/grant", "staff.grant", Inside, (*Site).grant},
	{"POST", "/office/{office}/staff/{staff}/withdraw", "staff.grant", Inside, (*Site).withdraw},
	{"POST", "/office/{office}/staff/{staff}/suspend", "staff.suspend", Inside, (*Site).suspend},
	{"POST", "/office/{office}/staff/{staff}/password", "staff.reset_password", Inside, (*Site).resetPassword},
	{"POST", "/office/{office}/staff/{staff}/second", "staff.reset_second", Inside, (*Site).resetSecond},
	{"POST", "/office/{office}/staff/{staff}/stand-in", "staff.hand_over", Inside, (*Site).handOver},
	{"POST", "/office/{office}/staff/{staff}/stand-in/{number}/end", "staff.hand_over", Inside, (*Site).takeBack},
	{"GET", "/office/{office}/staff/{staff}/session", "session.revoke", Inside, (*Site).theirSessions},
	{"POST", "/office/{office}/staff/{staff}/session/{number}/end", "session.revoke", Inside, (*Site).endTheirSession},
	{"GET", "/office/{office}/new", "office.add", Inside, (*Site).newOffice},
	{"POST", "/office/{office}/new", "office.add", Inside, (*Site).addOffice},
	{"GET", "/office/{office}/change", "office.change", Inside, (*Site).officeChanges},
	{"POST", "/office/{office}/change", "office.change", Inside, (*Site).renameOffice},
	{"POST", "/office/{office}/close", "office.close", Inside, (*Site).closeOffice},

	{"GET", "/calendar", "calendar.load", Inside, (*Site).calendarPage},
	{"POST", "/calendar", "calendar.load", Inside, (*Site).loadCalendar},
	{"GET", "/division", "division.load", Inside, (*Site).divisionPage},
	{"POST", "/division", "division.load", Inside, (*Site).loadDivisions},
	{"GET", "/job", "job.list", Inside, (*Site).jobs},
	{"POST", "/job", "job.retry", Inside, (*Site).retryJobs},
	{"GET", "/audit", "audit.view", Inside, (*Site).chains},
	{"GET", "/office/{office}/audit", "audit.view", Inside, (*Site).trail},
	{"POST", "/office/{office}/audit/export", "audit.export", Inside, (*Site).export},
	{"GET", "/audit/checkpoint", "audit.view", Inside, (*Site).checkpoints},
	{"POST", "/audit/checkpoint", "audit.checkpoint", Inside, (*Site).signCheckpoint},
	{"GET", "/audit/checkpoint/{number}", "audit.view", Inside, (*Site).checkpoint},
	{"GET", "/audit/checkpoint/{number}/file", "audit.view", Inside, (*Site).checkpointFile},

	{"GET", "/person", "person.find", Inside, (*Site).findPage},
	{"POST", "/person", "person.find", Inside, (*Site).find},
	{"GET", "/office/{office}/person/new", "person.enter", Inside, (*Site).enterPage},
	{"POST", "/office/{office}/person/new", "person.enter", Inside, (*Site).enterResident},
	{"GET", "/office/{office}/relative", "relative.list", Inside, (*Site).relatives},
	{"GET", "/office/{office}/relative/new", "relative.register", Inside, (*Site).newRelative},
	{"POST", "/office/{office}/relative/new", "relative.register", Inside, (*Site).registerRelative},
	{"POST", "/office/{office}/relative/{number}/end", "relative.register", Inside, (*Site).endRelative},
	{"GET", "/office/{office}/person/{person}", "household.view", Inside, (*Site).resident},
	{"GET", "/office/{office}/household/{household}/paper", "household.view", Inside, (*Site).papers},
	{"POST", "/office/{office}/household/{household}/paper", "paper.add", Inside, (*Site).addPapers},
	{"GET", "/office/{office}/household/{household}/paper/{paper}", "household.view", Inside, (*Site).paper},
	{"GET", "/office/{office}/household/{household}/paper/{paper}/small", "paper.view", Inside, (*Site).smallPaper},
	{"GET", "/office/{office}/household/{household}/paper/{paper}/whole", "paper.view", Inside, (*Site).wholePaper},
	{"POST", "/office/{office}/household/{household}/paper/{paper}/withdraw", "paper.withdraw", Inside, (*Site).withdrawPaper},
	{"GET", "/office/{office}/person/{person}/edit", "person.enter", Inside, (*Site).correctPage},
	{"POST", "/office/{office}/person/{person}/edit", "person.enter", Inside, (*Site).correct},
	{"GET", "/office/{office}/person/{person}/merge", "person.merge", Inside, (*Site).mergePage},
	{"POST", "/office/{office}/person/{person}/merge", "person.merge", Inside, (*Site).merge},
	{"GET", "/office/{office}/household/{household}/print/{what}", "paper.print", Inside, (*Site).printPage},
	{"POST", "/office/{office}/household/{household}/print/{what}", "paper.print", Inside, (*Site).printPaper},
	{"GET", "/office/{office}/person/{person}/reveal", "person.unmask", Inside, (*Site).revealPage},
	{"POST", "/office/{office}/person/{person}/reveal", "person.unmask", Inside, (*Site).reveal},
	{"GET", "/office/{office}/household/{household}", "household.view", Inside, (*Site).household},
	{"GET", "/office/{office}/household/{household}/facts", "household.view", Inside, (*Site).facts},
	{"POST", "/office/{office}/household/{household}/facts", "fact.unmask", Inside, (*Site).unmaskFacts},
	{"GET", "/office/{office}/household/{household}/facts/{part}", "household.change", Inside, (*Site).editFacts},
	{"POST", "/office/{office}/household/{household}/facts/{part}", "household.change", Inside, (*Site).changeFacts},
	{"GET", "/office/{office}/household/{household}/history", "household.view", Inside, (*Site).history},
	{"POST", "/office/{office}/household/{household}/history", "fact.unmask", Inside, (*Site).unmaskHistory},
	{"GET", "/office/{office}/household/{household}/standing", "household.view", Inside, (*Site).standingPage},
	{"POST", "/office/{office}/household/{household}/standing", "fact.unmask", Inside, (*Site).determineStanding},
	{"GET", "/office/{office}/person/{person}/facts", "household.view", Inside, (*Site).facts},
	{"POST", "/office/{office}/person/{person}/facts", "fact.unmask", Inside, (*Site).unmaskFacts},
	{"GET", "/office/{office}/person/{person}/facts/{part}", "household.change", Inside, (*Site).editFacts},
	{"POST", "/office/{office}/person/{person}/facts/{part}", "household.change", Inside, (*Site).changeFacts},
	{"GET", "/office/{office}/person/{person}/facts/{part}/{line}", "household.change", Inside, (*Site).bondPage},
	{"POST", "/office/{office}/person/{person}/facts/{part}/{line}", "household.change", Inside, (*Site).changeBond},
	{"GET", "/office/{office}/person/{person}/history", "household.view", Inside, (*Site).history},
	{"POST", "/office/{office}/person/{person}/history", "fact.unmask", Inside, (*Site).unmaskHistory},
}

// Routes lists all pages, for the tests that must visit every one of them.
func Routes() []Route { return routes }
