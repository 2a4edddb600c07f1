/* SPDX-License-Identifier: MIT */
/* What the shipped records say besides figures: forums, agreements, statements, sources, trade. */
#include <stdio.h>
#include <string.h>

#include "facts_expect.h"
#include "harness.h"
#include "suite.h"

struct fact {
    const char *name;
    const char *path;
    const char *expected; /* as expect_match() reads it */
};

#define PARTY(member, id)                                                                          \
    "{'" member "':'" id "','signed_on':'2023-05','in_force_from':null,'in_force_until':null}"
#define BOTH_COUNTRIES(signed_on)                                                                  \
    "'parties':[{'country':'KAZ','institution':null,'name':'Kazakhstan','signed_on':" signed_on    \
    "},{'country':'TJK','institution':null,'name':'Tajikistan','signed_on':" signed_on "}]"
#define ON "?on=2024-12-31"

static const struct fact facts[] = {
    /* events */
    {"the forum of 2023 was in Astana on 3 May, on the eve of the visit",
     "/v1/events/astana-business-forum-2023",
     "{'data':{'kind':'business_forum','city':'Astana','country':'KAZ','starts_on':'2023-05-03',"
     "'ends_on':'2023-05-03','part_of':'rahmon-official-visit-kazakhstan-2023',"
     "'participants':[{'country':'KAZ'},{'country':'TJK'},"
     "{'country':'KAZ','institution':'kazakhstan-ministry-of-trade-and-integration'},"
     "{'country':null,'institution':null,'name':'Serik Zhumangarin'}],"
     "'citations':[{'source':'caspian-news-business-forum'},{'source':'astana-times-2023-05'}]}}"},
    {"the visit of 2023 was Tajikistan's president's to Kazakhstan, its days are not known",
     "/v1/events/rahmon-official-visit-kazakhstan-2023",
     "{'data':{'kind':'official_visit','city':'Astana','country':'KAZ','starts_on':'2023-05',"
     "'ends_on':null,'part_of':null,'participants':[{'country':'TJK','role':'guest'},"
     "{'country':'KAZ','role':'host'},{'name':'Emomali Rahmon'},{'name':'Kassym-Jomart "
     "Tokayev'}]}}"},
    {"the presidents met during the visit of 2023", "/v1/events/tokayev-rahmon-meeting-astana-2023",
     "{'data':{'kind':'meeting','city':'Astana','part_of':'rahmon-official-visit-kazakhstan-2023'}"
     "}"},
    {"the forum of 2024 was in Dushanbe on 21 August, part of the state visit",
     "/v1/events/dushanbe-investment-forum-2024",
     "{'data':{'kind':'investment_forum','city':'Dushanbe','country':'TJK',"
     "'starts_on':'2024-08-21','ends_on':'2024-08-21',"
     "'part_of':'tokayev-state-visit-tajikistan-2024','participants':[{'country':'TJK'},"
     "{'country':'KAZ'},{'institution':'government-of-tajikistan'},"
     "{'institution':'government-of-kazakhstan'},{'name':'Roman Sklyar'}],"
     "'citations':[{'source':'dushanbe-investment-forum-report'},"
     "{'source':'astana-times-2024-08-23-allied'}]}}"},
    {"the state visit of 2024 was Kazakhstan's president's to Tajikistan",
     "/v1/events/tokayev-state-visit-tajikistan-2024",
     "{'data':{'kind':'state_visit','city':'Dushanbe','country':'TJK','starts_on':'2024-08',"
     "'participants':[{'country':'KAZ','role':'guest'},{'country':'TJK','role':'host'},"
     "{'name':'Kassym-Jomart Tokayev'}]}}"},
    {"companies met beside the forum of 2024", "/v1/events/dushanbe-company-meetings-2024",
     "{'data':{'kind':'meeting','part_of':'dushanbe-investment-forum-2024',"
     "'starts_on':'2024-08-21'}}"},

    /* deals */
    {"the deals of 2023 answer with over 1.8 billion and over 40, and keep all figures",
     "/v1/agreements/deal-package-astana-2023" ON,
     "{'data':{'kind':'deal_package','binding':'unknown','event':'astana-business-forum-2023',"
     "'signed_on':'2023-05-03'," BOTH_COUNTRIES(
         "'2023-05-03'") ",'status':'signed',"
                         "'in_force':'no','deal_value':{'value':1800000000,'qualifier':'over','"
                         "precision':100000000,"
                         "'low':1800000000,'high':1900000000,'unit':'USD','claim':'deal-value-2023-"
                         "caspian',"
                         "'reason':'…1.3 billion stands "
                         "alone'},'deal_count':{'value':40,'qualifier':'over',"
                         "'unit':'deals','claim':'deal-count-2023-caspian'},'stated_values':["
                         "{'value':1800000000,'qualifier':'exact','claim':'deal-value-2023-tokayev'"
                         ","
                         "'source':'kazinform-2023-05-04-package'},"
                         "{'value':800000000,'qualifier':'almost',"
                         "'claim':'deal-value-2023-tokayev-other-cooperation'},"
                         "{'value':1300000000,'qualifier':'exact','source':'astana-times-2023-05'},"
                         "{'value':1800000000,'qualifier':'over','source':'caspian-news-business-"
                         "forum'}]}}"},
    {"the deals of 2024 answer with about 900 million beside over 1 billion",
     "/v1/agreements/deal-package-dushanbe-2024" ON,
     "{'data':{'kind':'deal_package','event':'dushanbe-investment-forum-2024',"
     "'signed_on':'2024-08-21'," BOTH_COUNTRIES(
         "'2024-08-21'") ",'status':'signed',"
                         "'deal_value':{'value':900000000,'qualifier':'about','low':850000000,'"
                         "high':950000000,"
                         "'claim':'deal-value-2024-forum-report','reason':'…over 1 "
                         "billion'},'deal_count':null}}"},
    {"the deals of 2024 keep all three figures",
     "/v1/claims?agreement=deal-package-dushanbe-2024&metric=deal_value&sort=value,id&fields=id,"
     "quantity",
     "{'data':[{'id':'deal-value-2024-astana-times-contracts','quantity':{'value':900000000}},"
     "{'id':'deal-value-2024-forum-report','quantity':{'value':900000000}},"
     "{'id':'deal-value-2024-astana-times-allied','quantity':{'value':1000000000,"
     "'qualifier':'over'}}]}"},

    /* what was signed during the visits */
    {"the memorandum of the institutes has both as parties",
     "/v1/agreements/kiss-csr-memorandum-2023" ON,
     "{'data':{'kind':'memorandum','event':'rahmon-official-visit-kazakhstan-2023',"
     "'signed_on':'2023-05','parties':[" PARTY(
         "institution",
         "kazakhstan-institute-for-strategic-"
         "studies") "," PARTY("institution",
                              "center-for-strategic-research") "],'status':'unknown',"
                                                               "'citations':[{'source':'caspian-"
                                                               "news-business-forum','"
                                                               "locator':'paragraphs 11 and "
                                                               "12'}]}}"},
    {"an institution that is a party shows its country and name",
     "/v1/agreements/kiss-csr-memorandum-2023?fields=parties",
     "{'data':{'parties':[{'country':'KAZ','name':'Kazakhstan Institute for Strategic Studies'},"
     "{'country':'TJK','name':'Center for Strategic Research'}]}}"},
    {"Turkistan and Khujand are sister cities",
     "/v1/agreements/turkistan-khujand-sister-cities-2023" ON,
     "{'data':{'kind':'sister_city','event':'rahmon-official-visit-kazakhstan-2023',"
     "'parties':[" PARTY("institution", "turkistan") "," PARTY("institution", "khujand") "]}}"},
    {"the foreign ministries' programme is for 2023 to 2025",
     "/v1/agreements/foreign-ministries-programme-2023-2025" ON,
     "{'data':{'kind':'programme','in_force_from':'2023','in_force_until':'2025',"
     "'status':'in_force','in_force':'yes','parties':["
     "{'institution':'kazakhstan-ministry-of-foreign-affairs','signed_on':'2023-05','in_force_from'"
     ":'2023','in_force_until':'2025'},"
     "{'institution':'tajikistan-ministry-of-foreign-affairs','signed_on':'2023-05','in_force_from'"
     ":'2023','in_force_until':'2025'}]}}"},
    {"the foreign ministries' programme is over in 2026",
     "/v1/agreements/foreign-ministries-programme-2023-2025?on=2026-01-01",
     "{'data':{'status':'expired','in_force':'no'},'meta':{'on':'2026-01-01'}}"},
    {"the Declaration on Allied Interaction was signed in May 2023",
     "/v1/agreements/kaz-tjk-declaration-allied-interaction-2023" ON,
     "{'data':{'title':'Declaration on Allied Interaction, 2023','kind':'declaration',"
     "'signed_on':'2023-05'," BOTH_COUNTRIES(
         "'2023-05'") ",'status':'signed',"
                      "'citations':[{'source':'jibek-joly-2023-05-04'}]}}"},
    {"the Treaty on Allied Relations was signed on 22 August 2024, in force nobody knows",
     "/v1/agreements/kaz-tjk-treaty-allied-relations-2024" ON,
     "{'data':{'title':'Treaty on Allied Relations, 2024','kind':'treaty','binding':'yes',"
     "'signed_on':'2024-08-22','in_force_from':null,'status':'unknown','in_force':'unknown'"
     "," BOTH_COUNTRIES(
         "'2024-08-22'") ",'event':'tokayev-state-visit-tajikistan-2024',"
                         "'citations':[{'source':'astana-times-2024-08-23-allied'}]}}"},
    {"the trade roadmap is for 2023 to 2025, its day of signing is not known",
     "/v1/agreements/kaz-tjk-trade-roadmap-2023-2025" ON,
     "{'data':{'kind':'roadmap','signed_on':null,'in_force_from':'2023','in_force_until':'2025',"
     "'sectors':['trade']," BOTH_COUNTRIES("null") "}}"},
    {"the agriculture roadmap is for 2023 to 2025",
     "/v1/agreements/kaz-tjk-agriculture-roadmap-2023-2025" ON,
     "{'data':{'kind':'roadmap','in_force_from':'2023','in_force_until':'2025',"
     "'sectors':['agriculture']}}"},
    {"the roadmap of 2024 has no dates of its own", "/v1/agreements/kaz-tjk-trade-roadmap-2027" ON,
     "{'data':{'kind':'roadmap','signed_on':null,'in_force_from':null,'in_force_until':null,"
     "'status':'unknown','event':'tokayev-state-visit-tajikistan-2024'}}"},
    {"agreements without a name are one record with their fields",
     "/v1/agreements/kaz-tjk-other-agreements-2023" ON,
     "{'data':{'kind':'other','sectors':['trade','tourism','agriculture','science-innovation']}}"},

    /* trade agreements */
    {"the bilateral agreement was signed in 1995 and is in force since 1997",
     "/v1/agreements/kaz-tjk-trade-agreement-1995" ON,
     "{'data':{'kind':'trade_agreement','binding':'yes','signed_on':'1995',"
     "'in_force_from':'1997','status':'in_force','in_force':'yes','parties':["
     "{'country':'KAZ','signed_on':'1995','in_force_from':'1997'},"
     "{'country':'TJK','signed_on':'1995','in_force_from':'1997'}],"
     "'citations':[{'source':'desta-list-of-treaties','locator':'number 547'}]}}"},
    {"nobody knows on which day of 1997 the bilateral agreement entered into force",
     "/v1/agreements/kaz-tjk-trade-agreement-1995?on=1997-06-01",
     "{'data':{'status':'unknown','in_force':'unknown'}}"},
    {"the CIS free-trade treaty has its own day in force and none for the parties",
     "/v1/agreements/cis-free-trade-area-2011" ON,
     "{'data':{'kind':'trade_agreement','signed_on':'2011-10-18','in_force_from':'2012-09-20',"
     "'status':'in_force','parties':["
     "{'country':'KAZ','signed_on':'2011-10-18','in_force_from':null,'in_force_until':null},"
     "{'country':'TJK','signed_on':'2011-10-18','in_force_from':null,'in_force_until':null}],"
     "'citations':[{'source':'desta-list-of-treaties'},{'source':'wto-rta-database',"
     "'locator':'RTA 762'}]}}"},
    {"the CIS free-trade treaty was not in force the day before",
     "/v1/agreements/cis-free-trade-area-2011?on=2012-09-19",
     "{'data':{'status':'signed','in_force':'no'}}"},

    /* statements */
    {"Zhumangarin reaffirms the commitment", "/v1/statements/zhumangarin-commitment-2023",
     "{'data':{'said_by':'Serik Zhumangarin','country':'KAZ','pair':'KAZ-TJK',"
     "'said_as':'Minister of Trade and Integration of Kazakhstan',"
     "'event':'astana-business-forum-2023','citations':[{'locator':'paragraph 4'}]}}"},
    {"Zhumangarin calls Tajikistan a key partner", "/v1/statements/zhumangarin-key-partner-2023",
     "{'data':{'said_by':'Serik Zhumangarin','said_as':'Minister of Trade and Integration of "
     "Kazakhstan','text':'…60 kinds of processed goods'}}"},
    {"Zhumangarin speaks of satellites on the day of the forum",
     "/v1/statements/zhumangarin-services-2023",
     "{'data':{'said_by':'Serik Zhumangarin','said_as':'Minister of Trade and Integration of "
     "Kazakhstan','said_on':'2023-05-03','sectors':['space',"
     "'agriculture','digital','public-administration','science-innovation'],"
     "'text':'…satellite images'}}"},
    {"Zhumangarin names the target", "/v1/statements/zhumangarin-target-2023",
     "{'data':{'said_by':'Serik Zhumangarin','said_as':'Minister of Trade and Integration of "
     "Kazakhstan','text':'…2 billion',"
     "'citations':[{'source':'astana-times-2023-05'}]}}"},
    {"Tokayev praises the cooperation", "/v1/statements/tokayev-appraisal-2023",
     "{'data':{'said_by':'Kassym-Jomart Tokayev','said_as':'President of Kazakhstan',"
     "'event':'tokayev-rahmon-meeting-astana-2023'}}"},
    {"Tokayev gives the value of the package", "/v1/statements/tokayev-package-2023",
     "{'data':{'said_by':'Kassym-Jomart Tokayev','said_as':'President of "
     "Kazakhstan','text':'…almost 800 million',"
     "'citations':[{'source':'kazinform-2023-05-04-package'}]}}"},
    {"Tokayev gives turnover and target", "/v1/statements/tokayev-turnover-2023",
     "{'data':{'said_by':'Kassym-Jomart Tokayev','said_as':'President of Kazakhstan','text':'…at "
     "least 2 billion'}}"},
    {"Sklyar sees wide room for joint projects", "/v1/statements/sklyar-opportunities-2024",
     "{'data':{'said_by':'Roman Sklyar','said_on':'2024-08-21','country':'KAZ',"
     "'said_as':'First Deputy Prime Minister of Kazakhstan',"
     "'event':'dushanbe-investment-forum-2024','text':'…joint projects'}}"},
    {"Sklyar reports on joint work", "/v1/statements/sklyar-joint-work-2024",
     "{'data':{'said_by':'Roman Sklyar','sectors':['trade','industry','agriculture']}}"},
    {"Kholiqzoda gives rank and share", "/v1/statements/kholiqzoda-rank-2024",
     "{'data':{'said_by':'Hokim Kholiqzoda','country':'TJK','text':'…13.8 %',"
     "'said_as':'First Deputy Prime Minister of Tajikistan',"
     "'citations':[{'source':'astana-times-2024-08-23-contracts'}]}}"},
    {"the forum of 2024 offered projects in four fields",
     "/v1/statements/forum-projects-offered-2024",
     "{'data':{'said_by':null,'sectors':['agriculture','digital','finance','industry']}}"},
    {"metal works and farm projects were spoken of at the forum of 2024",
     "/v1/statements/forum-metals-and-farm-projects-2024",
     "{'data':{'said_by':null,'sectors':['metals','agriculture'],'text':'…third countries'}}"},
    {"Kazakhstan prepares transit", "/v1/statements/forum-transport-and-it-2024",
     "{'data':{'country':'KAZ','sectors':['transport','digital'],'text':'…transit'}}"},

    /* sources */
    {"the text that names itself keeps its own title", "/v1/sources/caspian-news-business-forum",
     "{'data':{'title':'Kazakhstan, Tajikistan Sign Business Deals Worth Over $1.8 Billion',"
     "'publisher':'Caspian News','published_on':null,'url':null,'seen':'text'}}"},
    {"the text without a title has none", "/v1/sources/dushanbe-investment-forum-report",
     "{'data':{'title':null,'publisher':null,'seen':'text'}}"},
    {"two sources were read, and of them one has a title",
     "/v1/sources?seen=text&sort=id&fields=id,title",
     "{'data':[{'id':'caspian-news-business-forum'},{'id':'dushanbe-investment-forum-report',"
     "'title':null}]}"},
    {"no other source has a title", "/v1/sources?title__isnull=false&count=only",
     "{'page':{'total':1}}"},
    {"15 sources are known by facts only", "/v1/sources?seen=facts_only&count=only",
     "{'page':{'total':15}}"},
    {"an address is that of the page", "/v1/sources/tass-2024-01-23",
     "{'data':{'url':'https://tass.com/economy/1736063','published_on':'2024-01-23',"
     "'publisher':'TASS','title':null}}"},
    {"an office that is unlikely to be another is one record",
     "/v1/institutions/tajikistan-statistics-agency",
     "{'data':{'country':'TJK','kind':'statistics_office','note':'…statistical department'}}"},

    /* the series */
    {"the series is reconciled, in dollars of 2010, with its doubts", "/v1/series/itpd-e-2010-usd",
     "{'data':{'unit':'USD_2010','basis':'reconciled','valuation':null,"
     "'origin':'itpd-e-2010-usd-copy','note':'…no mirror statistics'}}"},
    {"the dataset names what was not verified", "/v1/datasets/itpd-e-kaz-tjk-2000-2016",
     "{'data':{'series':'itpd-e-2010-usd','unit':'USD_2010','basis':'reconciled',"
     "'observations':34,'file':'itpde_kaz_tjk.csv','note':'…have not been verified',"
     "'checksum':'sha256:d9e64bd1f20fed72736fa124c70b36dc3f126a710149728cbbff94ef7bff2736',"
     "'revision':1}}"},
    {"the dataset says that ITPD-E itself is in current dollars",
     "/v1/datasets/itpd-e-kaz-tjk-2000-2016",
     "{'data':{'note':'…current US dollars','licence':'…US International Trade Commission'}}"},
    {"Kazakhstan's exports of 2012 have every digit",
     "/v1/trade?reporter=KAZ&partner=TJK&period=2012",
     "{'data':[{'flow':'X','frequency':'A','commodity':'TOTAL','value':508220299.799175,"
     "'unit':'USD_2010','basis':'reconciled','dataset':'itpd-e-kaz-tjk-2000-2016',"
     "'cif':null,'fob':null,'net_weight':null}],'page':{'returned':1}}"},
    {"Tajikistan's exports of 2012 have every digit",
     "/v1/trade?reporter=TJK&partner=KAZ&period=2012",
     "{'data':[{'flow':'X','value':64352580.2965888}],'page':{'returned':1}}"},
    {"every statement has its day, event, fields and paragraph", "/v1/statements?sort=id",
     "{'data':["
     "{'id':'caspian-news-economic-links','said_on':null,'event':null,'sectors':['trade','energy','"
     "transport'],'pair':'KAZ-TJK','citations':[{'source':'caspian-news-business-forum','locator':'"
     "paragraph 5'}]},"
     "{'id':'forum-metals-and-farm-projects-2024','said_on':'2024-08-21','event':'dushanbe-"
     "investment-forum-2024','sectors':['metals','agriculture'],'pair':'KAZ-TJK','citations':[{'"
     "source':'dushanbe-investment-forum-report','locator':'paragraph 7'}]},"
     "{'id':'forum-projects-offered-2024','said_on':'2024-08-21','event':'dushanbe-investment-"
     "forum-2024','sectors':['agriculture','digital','finance','industry'],'pair':'KAZ-TJK','"
     "citations':[{'source':'dushanbe-investment-forum-report','locator':'paragraph 3'}]},"
     "{'id':'forum-transport-and-it-2024','said_on':'2024-08-21','event':'dushanbe-investment-"
     "forum-2024','sectors':['transport','digital'],'pair':'KAZ-TJK','citations':[{'source':'"
     "dushanbe-investment-forum-report','locator':'paragraph 8'}]},"
     "{'id':'kholiqzoda-rank-2024','said_on':null,'event':null,'sectors':['trade'],'pair':'KAZ-TJK'"
     ",'citations':[{'source':'astana-times-2024-08-23-contracts','locator':null}]},"
     "{'id':'sklyar-joint-work-2024','said_on':'2024-08-21','event':'dushanbe-investment-forum-"
     "2024','sectors':['trade','industry','agriculture'],'pair':'KAZ-TJK','citations':[{'source':'"
     "dushanbe-investment-forum-report','locator':'paragraph 6'}]},"
     "{'id':'sklyar-opportunities-2024','said_on':'2024-08-21','event':'dushanbe-investment-forum-"
     "2024','sectors':['trade'],'pair':'KAZ-TJK','citations':[{'source':'dushanbe-investment-forum-"
     "report','locator':'paragraph 5'}]},"
     "{'id':'tokayev-appraisal-2023','said_on':'2023-05','event':'tokayev-rahmon-meeting-astana-"
     "2023','sectors':['trade'],'pair':'KAZ-TJK','citations':[{'source':'caspian-news-business-"
     "forum','locator':'paragraph 10'}]},"
     "{'id':'tokayev-package-2023','said_on':'2023-05','event':null,'sectors':['trade'],'pair':'"
     "KAZ-TJK','citations':[{'source':'kazinform-2023-05-04-package','locator':null}]},"
     "{'id':'tokayev-turnover-2023','said_on':'2023-05','event':null,'sectors':['trade'],'pair':'"
     "KAZ-TJK','citations':[{'source':'kazinform-2023-05-04-turnover','locator':null}]},"
     "{'id':'zhumangarin-commitment-2023','said_on':'2023-05','event':'astana-business-forum-2023',"
     "'sectors':['trade'],'pair':'KAZ-TJK','citations':[{'source':'caspian-news-business-forum','"
     "locator':'paragraph 4'}]},"
     "{'id':'zhumangarin-key-partner-2023','said_on':'2023-05','event':'astana-business-forum-2023'"
     ",'sectors':['trade'],'pair':'KAZ-TJK','citations':[{'source':'caspian-news-business-forum','"
     "locator':'paragraph 8'}]},"
     "{'id':'zhumangarin-services-2023','said_on':'2023-05-03','event':'astana-business-forum-2023'"
     ",'sectors':['space','agriculture','digital','public-administration','science-innovation'],'"
     "pair':'KAZ-TJK','citations':[{'source':'caspian-news-business-forum','locator':'paragraph "
     "9'}]},"
     "{'id':'zhumangarin-target-2023','said_on':'2023-05','event':'astana-business-forum-2023','"
     "sectors':['trade'],'pair':'KAZ-TJK','citations':[{'source':'astana-times-2023-05','locator':"
     "null}]}]}"},
    {"every page has its publisher, day and address", "/v1/sources?sort=id&url__isnull=false",
     "{'data':["
     "{'id':'astana-times-2023-05','publisher':'The Astana "
     "Times','published_on':'2023-05','title':null,'seen':'facts_only','url':'https://"
     "astanatimes.com/2023/05/kazakhstan-and-tajikistan-sign-agreements-worth-1-3-billion/'},"
     "{'id':'astana-times-2024-08-23-allied','publisher':'The Astana "
     "Times','published_on':'2024-08-23','title':null,'seen':'facts_only','url':'https://"
     "astanatimes.com/2024/08/"
     "interstate-relations-between-kazakhstan-and-tajikistan-reach-allied-cooperation-level/'},"
     "{'id':'astana-times-2024-08-23-contracts','publisher':'The Astana "
     "Times','published_on':'2024-08-23','title':null,'seen':'facts_only','url':'https://"
     "astanatimes.com/2024/08/kazakh-tajik-investment-forum-yields-nearly-900-million-in-contracts/"
     "'},"
     "{'id':'jibek-joly-2023-05-04','publisher':'Jibek Joly "
     "TV','published_on':'2023-05-04','title':null,'seen':'facts_only','url':'https://jjtv.kz/en/"
     "news/business/31144-kazakhstan-tajikistan-agree-to-intensify-cooperation'},"
     "{'id':'kazinform-2023-05-04-package','publisher':'Kazinform','published_on':'2023-05-04','"
     "title':null,'seen':'facts_only','url':'https://inform.kz/en/"
     "president-announces-cost-of-agrts-signed-during-kazakh-tajik-business-forum_a4063989'},"
     "{'id':'kazinform-2023-05-04-turnover','publisher':'Kazinform','published_on':'2023-05-04','"
     "title':null,'seen':'facts_only','url':'https://inform.kz/en/"
     "kazakhstan-tajikistan-trade-turnover-may-reach-2bln_a4064016'},"
     "{'id':'tass-2024-01-23','publisher':'TASS','published_on':'2024-01-23','title':null,'seen':'"
     "facts_only','url':'https://tass.com/economy/1736063'},"
     "{'id':'tass-2024-01-31','publisher':'TASS','published_on':'2024-01-31','title':null,'seen':'"
     "facts_only','url':'https://tass.com/economy/1739823'},"
     "{'id':'tass-2024-05-31','publisher':'TASS','published_on':'2024-05-31','title':null,'seen':'"
     "facts_only','url':'https://tass.com/economy/1796443'},"
     "{'id':'tass-2024-07-01','publisher':'TASS','published_on':'2024-07-01','title':null,'seen':'"
     "facts_only','url':'https://tass.com/economy/1810877'},"
     "{'id':'trend-2024-01-03','publisher':'Trend','published_on':'2024-01-03','title':null,'seen':"
     "'facts_only','url':'https://menafn.com/1107682129'}]}"},
    {"sources without an address are six",
     "/v1/sources?sort=id&url__isnull=true&fields=id,publisher",
     "{'data':[{'id':'caspian-news-business-forum'},{'id':'desta-list-of-treaties'},"
     "{'id':'dushanbe-investment-forum-report','publisher':null},"
     "{'id':'itpd-e-2010-usd-copy','publisher':null},"
     "{'id':'usitc-itpd-e','publisher':'US International Trade Commission'},"
     "{'id':'wto-rta-database','publisher':'World Trade Organization'}]}"},
    {"Kazakhstan's exports to Tajikistan, 2000 to 2016",
     "/v1/trade?reporter=KAZ&partner=TJK&sort=period",
     "{'data':["
     "{'period':'2000','value':52392962.3580139},"
     "{'period':'2001','value':79600068.3555158},"
     "{'period':'2002','value':55469682.4161223},"
     "{'period':'2003','value':89754784.9845526},"
     "{'period':'2004','value':156345945.886796},"
     "{'period':'2005','value':167996959.168204},"
     "{'period':'2006','value':169856342.81849},"
     "{'period':'2007','value':292855526.327421},"
     "{'period':'2008','value':263399370.620949},"
     "{'period':'2009','value':244303932.464151},"
     "{'period':'2010','value':179281409},"
     "{'period':'2011','value':346042614.888067},"
     "{'period':'2012','value':508220299.799175},"
     "{'period':'2013','value':464562484.855643},"
     "{'period':'2014','value':477924866.138286},"
     "{'period':'2015','value':385044995.746335},"
     "{'period':'2016','value':337846102.661032}]}"},
    {"Tajikistan's exports to Kazakhstan, 2000 to 2016",
     "/v1/trade?reporter=TJK&partner=KAZ&sort=period",
     "{'data':["
     "{'period':'2000','value':3824075.51945412},"
     "{'period':'2001','value':2788212.29791039},"
     "{'period':'2002','value':3615932.98346074},"
     "{'period':'2003','value':8507513.1212684},"
     "{'period':'2004','value':4013938.62997706},"
     "{'period':'2005','value':18781860.2173006},"
     "{'period':'2006','value':29982849.5669034},"
     "{'period':'2007','value':26298234.2530814},"
     "{'period':'2008','value':8756956.55688624},"
     "{'period':'2009','value':15036454.2223929},"
     "{'period':'2010','value':8337253},"
     "{'period':'2011','value':46058035.7807815},"
     "{'period':'2012','value':64352580.2965888},"
     "{'period':'2013','value':66886144.0007627},"
     "{'period':'2014','value':166174103.365391},"
     "{'period':'2015','value':151381324.887379},"
     "{'period':'2016','value':199072121.720733}]}"},
    {"every agreement has its kind, day and fields",
     "/v1/agreements?sort=id&fields=id,kind,binding,signed_on,sectors",
     "{'data':[{'id':'cis-free-trade-area-2011','binding':'yes','sectors':['trade']},"
     "{'id':'deal-package-astana-2023','binding':'unknown','sectors':[]},"
     "{'id':'deal-package-dushanbe-2024','binding':'unknown','sectors':[]},"
     "{'id':'foreign-ministries-programme-2023-2025','signed_on':'2023-05','sectors':['foreign-"
     "affairs']},"
     "{'id':'kaz-tjk-agriculture-roadmap-2023-2025','signed_on':null,'sectors':['agriculture']},"
     "{'id':'kaz-tjk-declaration-allied-interaction-2023','sectors':['foreign-affairs']},"
     "{'id':'kaz-tjk-other-agreements-2023','signed_on':'2023-05'},"
     "{'id':'kaz-tjk-trade-agreement-1995','sectors':['trade']},"
     "{'id':'kaz-tjk-trade-roadmap-2023-2025','sectors':['trade']},"
     "{'id':'kaz-tjk-trade-roadmap-2027','sectors':['trade']},"
     "{'id':'kaz-tjk-treaty-allied-relations-2024','sectors':['foreign-affairs']},"
     "{'id':'kiss-csr-memorandum-2023','sectors':['science-innovation']},"
     "{'id':'turkistan-khujand-sister-cities-2023','signed_on':'2023-05','sectors':[]}]}"},
    {"there are 34 observations", "/v1/trade?count=only", "{'page':{'total':34}}"},
    {"17 years are Kazakhstan's exports", "/v1/trade?reporter=KAZ&flow=X&count=only",
     "{'page':{'total':17}}"},
    {"the years are 2000 to 2016",
     "/v1/trade?reporter=TJK&period__gte=2000&period__lte=2016&count=only",
     "{'page':{'total':17}}"},
    {"there is nothing behind 2016", "/v1/trade?period__gt=2016&count=only",
     "{'page':{'total':0}}"},
};

static struct program program;

static void start(void)
{
    program_start(&program, NULL);
}

static void stop(void)
{
    expect_stop(&program);
}

START_TEST(is_a_fact)
{
    json_t *document = expect_json(&program, facts[_i].path);

    expect_match(document, facts[_i].expected);
    json_decref(document);
}
END_TEST

/* ---- every record cites a source ---- */

static const struct cited {
    const char *name;
    const char *path;
    size_t count;
} cited[] = {
    {"every agreement cites a source", "/v1/agreements?limit=1000", 13},
    {"every event cites a source", "/v1/events?limit=1000", 6},
    {"every claim cites a source", "/v1/claims?limit=1000", 76},
    {"every statement cites a source", "/v1/statements?limit=1000", 14},
    {"every institution cites a source", "/v1/institutions?limit=1000", 13},
    {"every series cites a source", "/v1/series?limit=1000", 1},
    {"every dataset cites a source", "/v1/datasets?limit=1000", 1},
};

static bool is_source(const json_t *sources, const char *id)
{
    for (size_t i = 0; i < json_array_size(sources); i++)
        if (strcmp(expect_text(json_array_get(sources, i), "id"), id) == 0)
            return true;
    return false;
}

static void check_citations(const json_t *record, const json_t *sources)
{
    const json_t *citations = json_object_get(record, "citations");
    const char *id = expect_text(record, "id");

    ck_assert_msg(json_array_size(citations) > 0, "%s cites nothing", id);
    for (size_t i = 0; i < json_array_size(citations); i++) {
        const json_t *citation = json_array_get(citations, i);
        const char *source = expect_text(citation, "source");

        ck_assert_msg(is_source(sources, source), "%s cites %s, which is not there", id, source);
        ck_assert_msg(json_object_get(citation, "locator") != NULL, "%s: no locator", id);
    }
}

START_TEST(cites_sources_that_are_there)
{
    json_t *document = expect_json(&program, cited[_i].path);
    json_t *sources = expect_json(&program, "/v1/sources?limit=1000&fields=id");
    const json_t *records = json_object_get(document, "data");

    ck_assert_uint_eq(json_array_size(records), cited[_i].count);
    for (size_t i = 0; i < json_array_size(records); i++)
        check_citations(json_array_get(records, i), json_object_get(sources, "data"));
    json_decref(sources);
    json_decref(document);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("facts");
    TCase *tcase = tcase_create("facts");

    tcase_add_unchecked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 30);
    SUITE_ADD_ROWS(tcase, is_a_fact, facts);
    SUITE_ADD_ROWS(tcase, cites_sources_that_are_there, cited);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
