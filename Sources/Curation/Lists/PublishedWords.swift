/// The word lists of the published filters, as they are: entries that can never match (`vs.`, `w/`: words are stripped
/// of punctuation first) and a misspelt one included, because the published decisions depend on the rest.
///
/// Source: OBELICS (Apache-2.0), `utils/filtering_utils.py` and `build_obelics/13_final_processing.py`.
enum PublishedWords {
    /// 301 English function words.
    static let stop: StaticString = """
        a a.k.a aboard about above abt accord according across after against ago aground ahead aka ala albeit all
        along alongside although am amid amidst among amongst amoung an and and/or another any any1 anybody anyone
        anything are around as aside astride at atop away b b/c b/t back base based bc be because been before behind
        being below beneath beside besides between beyond board both btwn but by can cause circa cos could coz cus
        depend depending despite did do does down due during each either else even ever every everybody everyone
        everything except for forth from get gets getting give given got had half has hav have having he her hers
        herself him himself his how however i i'd if in include including inside instead into is it it's its itself
        lest like made many may me might mine minus most much must my myself nary near nearby neither next nigh no
        nobody none noone nor not nothing notwithstanding of off on onboard once one ones oneself only onto opposite
        or other others ought our ours ourselves out outside over overt own past per plus prior quite rather re
        regard regarding regardless round s/he save self shall she should side since so some somebody someone
        something such sure teh than thanks that the their theirs them themselves then there these they they're
        thier this tho those thou though through throughout thru thy til till to together too toward towards u under
        underneath unless unlike until unto up upon ur us use versus via vs vs. w/ w/o w/out was we were what
        whatever whatnot when whenever where whereas wherever whether which while whilst whither who who's whoever
        whom whomever whose why will with within without wo worth would wud y'all ya yet yo you you're your youre
        yours yourself yourselves
        """

    /// 67 words of adult pages.
    static let flagged: StaticString = """
        anal bareback bbw bdsm blowjob blowjobs brazzers bukkake camgirl camwhore cocksucking creampie cuckold cum
        cumming cums cumshot cumshots cumslut cunnilingus deepthroat deepthroating dildo dildos dogging doggystyle
        dominatrix erotic fellatio femdom fingering fisting footjob gangbang handjob hentai horney horniest horny
        jism jizz masterbating masturbate masturbating masturbation milf orgies orgy pegging porn pornhub porno
        pornos pornstar pornstars redtube rimming slutty squirting strapon threesome vibrator xhamster xnxx xvideos
        xxx youporn
        """

    /// 40 words of share bars, cookie notes and log-in forms.
    static let spam: StaticString = """
        facebook twitter instagram reddit youtube pinterest flickr share tweet post comment subscribe newletter
        blogger bloggers interested might like sign-up sign log logged access contact content privacy policy website
        cookies cookie licensed password account follow terms mailing list download loading click
        """

    /// Pieces of an image URL that speak against it.
    static let bannedInURL = ["logo", "button", "icon", "plugin", "widget", "porn", "xxx", "sex"]
}
