import Documents
import Platform
import TestKit
import Testing

@testable import Phases

/// Small pages of ours in 24 languages and a dozen scripts go through the default profile whole.
@Suite struct LanguagePagesTests {
    @Test(arguments: LanguagePages.texts.keys.sorted())
    func aPageOfThreeSentencesAndAPictureIsKept(language: String) throws {
        let paragraphs = try #require(LanguagePages.texts[language])
        let body = paragraphs.map { "<p>\($0)</p>" }.joined(separator: "<img src=a.png width=400 height=300>")
        let html = "<!DOCTYPE html><html><title>A</title><body><main><article>\(body)</article></main></body></html>"
        try withScratchFolder { folder in
            let file = folder + "/page.html"
            try Files.write(html, to: file)
            var models = ["text.language-model=\"\""]
            // With the model of languages, where it is there, and without.
            if Files.exists("\(Repository.root)/pipelines/models/lid.176.ftz") { models.append("name=with-model") }
            for set in models {
                let page = try PageInspection.inspect(
                    file: file, url: "http://a.example/", pipeline: "\(Repository.root)/pipelines/quarry.yaml",
                    sets: [set])
                #expect(page.isKept, "\(language), \(set): \(page.text().suffix(400))")
                #expect(page.judged?.paragraphCount == 3, "\(language), \(set): \(page.text().suffix(400))")
            }
        }
    }
}

enum LanguagePages {
    static let texts: [String: [String]] = [
        "en": [
            "The boats lay in the harbour, and the people of the town had come down to see them.",
            "It was the first warm day of the year, so nobody wanted to go home before it was dark.",
            "On the wall there were old names that no one could read any more.",
        ],
        "de": [
            "Die Boote lagen im Hafen, und die Leute aus der Stadt waren gekommen, um sie zu sehen.",
            "Es war der erste warme Tag des Jahres, also wollte niemand nach Hause gehen, bevor es dunkel war.",
            "An der Mauer standen alte Namen, die keiner mehr lesen konnte.",
        ],
        "fr": [
            "Les bateaux étaient dans le port, et les gens de la ville étaient descendus pour les voir.",
            "C'était le premier jour chaud de l'année, et personne ne voulait rentrer avant la nuit.",
            "Sur le mur il y avait de vieux noms que plus personne ne pouvait lire.",
        ],
        "ru": [
            "Лодки стояли в гавани, и жители города пришли посмотреть на них.",
            "Это был первый тёплый день в году, и никто не хотел идти домой до темноты.",
            "На стене были старые имена, которые уже никто не мог прочитать.",
        ],
        "uk": [
            "Човни стояли в гавані, і мешканці міста прийшли подивитися на них.",
            "Це був перший теплий день року, і ніхто не хотів йти додому до темряви.",
            "На стіні були старі імена, які вже ніхто не міг прочитати.",
        ],
        "bg": [
            "Лодките бяха в пристанището и хората от града дойдоха да ги видят.",
            "Това беше първият топъл ден на годината и никой не искаше да се прибере преди да се стъмни.",
            "На стената имаше стари имена, които никой вече не можеше да прочете.",
        ],
        "el": [
            "Τα πλοία ήταν στο λιμάνι και οι άνθρωποι της πόλης είχαν έρθει για να τα δουν.",
            "Ήταν η πρώτη ζεστή μέρα του χρόνου και κανείς δεν ήθελε να πάει σπίτι πριν νυχτώσει.",
            "Στον τοίχο υπήρχαν παλιά ονόματα που κανείς δεν μπορούσε πια να διαβάσει.",
        ],
        "ar": [
            "كانت القوارب في الميناء، وجاء الناس من المدينة إلى هناك لكي يروا ما حدث.",
            "كان هذا أول يوم دافئ في السنة، ولم يكن أحد يريد أن يعود إلى البيت قبل الليل.",
            "على الجدار كانت هناك أسماء قديمة لا يستطيع أحد أن يقرأها بعد الآن.",
        ],
        "fa": [
            "قایق‌ها در بندر بودند و مردم شهر برای دیدن آن‌ها آمده بودند.",
            "این اولین روز گرم سال بود و هیچ کس نمی‌خواست پیش از شب به خانه برود.",
            "روی دیوار نام‌های قدیمی بود که دیگر کسی آن را نمی‌توانست بخواند.",
        ],
        "he": [
            "הסירות עמדו בנמל, והאנשים של העיר באו לראות את מה שקרה שם.",
            "זה היה היום החם הראשון של השנה, ואף אחד לא רצה ללכת הביתה לפני הלילה.",
            "על הקיר היו שמות ישנים, אבל אף אחד לא יכול היה לקרוא אותם עוד.",
        ],
        "hi": [
            "नावें बंदरगाह में थीं और शहर के लोग उन्हें देखने के लिए आए थे।",
            "यह साल का पहला गरम दिन था, और कोई भी रात से पहले घर नहीं जाना चाहता था।",
            "दीवार पर पुराने नाम थे जो अब कोई नहीं पढ़ सकता था।",
        ],
        "bn": [
            "নৌকাগুলো বন্দরে ছিল এবং শহরের মানুষ সেগুলো দেখার জন্য এসেছিল।",
            "এটি ছিল বছরের প্রথম গরম দিন, তাই কেউ রাতের আগে বাড়ি যেতে চায় না।",
            "দেয়ালে পুরনো নাম ছিল যা এখন আর কেউ পড়তে পারে না।",
        ],
        "ta": [
            "படகுகள் துறைமுகத்தில் இருந்தன, அந்த ஊர் மக்கள் அதை பார்க்க வந்தார்கள்.",
            "இது அந்த ஆண்டின் முதல் வெப்பமான நாள் என்பதால் யாரும் இரவு வரும் முன் வீட்டுக்கு போக விரும்பவில்லை.",
            "சுவரில் பழைய பெயர்கள் இருந்தன, ஆனால் இன்று அதை யாரும் படிக்க முடியாது.",
        ],
        "th": [
            "เรืออยู่ในท่า และคนในเมืองมาดูเรือที่นั่น",
            "วันนี้เป็นวันที่อากาศอุ่นวันแรกของปี และไม่มีใครอยากกลับบ้านก่อนที่จะมืด",
            "บนกำแพงมีชื่อเก่า ๆ ที่ไม่มีใครอ่านได้อีกแล้ว",
        ],
        "zh": [
            "船都停在港口里，城里的人都来看它们。",
            "这是一年里第一个暖和的日子，所以没有人想在天黑以前回家。",
            "墙上有一些旧的名字，现在已经没有人能看懂了。",
        ],
        "ja": [
            "船は港にあり、町の人々がそれを見に来ていた。",
            "その年で初めての暖かい日だったので、暗くなるまで誰も家に帰りたくなかった。",
            "壁には、もう誰にも読めない古い名前がありました。",
        ],
        "ko": [
            "배들은 항구에 있었고, 마을 사람들은 그것을 보기 위해 내려왔다.",
            "그 해의 첫 따뜻한 날이었고, 아무도 어두워지기 전에 집에 가고 싶지 않았다.",
            "벽에는 이제 아무도 읽을 수 없는 오래된 이름들이 있었다.",
        ],
        "tr": [
            "Tekneler limandaydı ve şehrin insanları onları görmek için gelmişti.",
            "Yılın ilk sıcak günüydü, bu yüzden hiç kimse hava kararmadan eve gitmek istemiyordu.",
            "Duvarda artık kimsenin okuyamadığı çok eski isimler vardı.",
        ],
        "fi": [
            "Veneet olivat satamassa, ja kaupungin ihmiset olivat tulleet katsomaan niitä.",
            "Se oli vuoden ensimmäinen lämmin päivä, joten kukaan ei halunnut mennä kotiin ennen kuin oli pimeää.",
            "Seinällä oli vanhoja nimiä, joita kukaan ei enää voinut lukea.",
        ],
        "hu": [
            "A hajók a kikötőben voltak, és a város lakói eljöttek, hogy megnézzék őket.",
            "Ez volt az év első meleg napja, ezért senki sem akart hazamenni, amíg be nem sötétedett.",
            "A falon régi nevek voltak, amelyeket már senki sem tudott elolvasni.",
        ],
        "pl": [
            "Łodzie stały w porcie, a ludzie z miasta przyszli, żeby je zobaczyć.",
            "To był pierwszy ciepły dzień w roku, więc nikt nie chciał iść do domu, zanim się ściemni.",
            "Na murze były stare imiona, których nikt już nie mógł przeczytać.",
        ],
        "cs": [
            "Lodě stály v přístavu a lidé z města se na ně přišli podívat.",
            "Byl to první teplý den v roce, takže nikdo nechtěl jít domů, než bude tma.",
            "Na zdi byla stará jména, která už nikdo nemohl přečíst.",
        ],
        "vi": [
            "Những chiếc thuyền ở trong cảng, và người dân của thành phố đã đến để xem chúng.",
            "Đó là ngày ấm đầu tiên của năm, nên không ai muốn về nhà trước khi trời tối.",
            "Trên tường có những cái tên cũ mà không ai còn đọc được nữa.",
        ],
        "id": [
            "Perahu itu ada di pelabuhan, dan orang dari kota datang untuk melihat mereka.",
            "Itu adalah hari hangat pertama tahun ini, jadi tidak ada yang ingin pulang sebelum gelap.",
            "Di dinding ada nama lama yang tidak bisa dibaca lagi oleh siapa pun.",
        ],
    ]
}
