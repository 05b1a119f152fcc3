"""The vocabulary: frozen records and errors that every room speaks, and no logic beyond validation.

Import each term from its own file (`from vedette.terms.report import Claim`); this page is only their map:

    errors       the error tree                        picture      Incident, Threat, Measure, ScheduledEvent, Picture
    marking      TLP 2.0 markings and their order      places       Area, Post, Force, Shift
    record       Record, ids, instants                 forecast     Forecast and its frame
    report       Report and Claim                      posture      Posture and its reasons
    counts       event tables, counts per area and day deployment   Deployment and its Draw
    geometry     distances                             directive    Directive, Approval
    finding      Finding and Verdict                   publication  Publication and Audience
    negbin       the distribution of counts            country      Country and Mandate
"""
