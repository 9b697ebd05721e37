"""Addresses under /summary/: live numbers, the words behind them, editions."""

from django.urls import path

from reflections.views import editions, proposals, summaries, summary_points, summary_words

app_name = "summary"
urlpatterns = [
    path("", summaries.latest, name="latest"),
    # live; `live_...` names have an `edition_...` name of the same kind
    path("<slug:slug>/", summaries.live, name="live"),
    path("<slug:slug>.json", summaries.live_json, name="live_json"),
    path("<slug:slug>.csv", summaries.live_csv, name="live_csv"),
    path("<slug:slug>/points.csv", summary_points.live_points_csv, name="live_points_csv"),
    # the words behind the numbers
    path("<slug:slug>/themes/<path:key>/", summary_points.theme, name="theme"),
    path("<slug:slug>/uncoded/<slug:section>/", summary_points.uncoded, name="uncoded"),
    path("<slug:slug>/set-aside/<slug:section>/", summary_points.set_aside, name="set_aside"),
    path("<slug:slug>/paraphrases/<path:key>/", summary_words.paraphrase, name="paraphrase"),
    path("<slug:slug>/sentences/<int:question>/", summary_words.key_sentence, name="key_sentence"),
    # how an edition comes about
    path("<slug:slug>/editions/", proposals.editions, name="editions"),
    path("<slug:slug>/editions/new/", proposals.propose, name="propose"),
    path("<slug:slug>/editions/<int:pk>/", proposals.proposal, name="proposal"),
    path("<slug:slug>/editions/<int:pk>/agree/", proposals.agree, name="agree"),
    path("<slug:slug>/editions/<int:pk>/hold-back/", proposals.hold_back, name="hold_back"),
    path("<slug:slug>/editions/<int:pk>/take-back/", proposals.take_back, name="take_back"),
    path("<slug:slug>/editions/<int:pk>/words/<path:key>/", summary_words.release, name="release"),
    # published
    path("<slug:slug>/<int:number>/", editions.edition, name="edition"),
    path("<slug:slug>/<int:number>.json", editions.edition_json, name="edition_json"),
    path("<slug:slug>/<int:number>.csv", editions.edition_csv, name="edition_csv"),
    path(
        "<slug:slug>/<int:number>/points.csv",
        editions.edition_points_csv,
        name="edition_points_csv",
    ),
]
