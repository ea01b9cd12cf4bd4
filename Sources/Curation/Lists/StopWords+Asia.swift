/// Function words of languages of Asia (`StopWords` says where they come from).
extension StopWords {
    /// Arabic.
    static let arabic: StaticString = """
        في من على أن لا إلى و ما عن هذا مع التي كل هذه أو هو كان الذي ذلك بعد لم بين ان كانت يا حتى قبل قد هي إن كما
        أي حيث أنه اليوم خلال عليه غير وهو بعض تم علي إذا فى له مثل هناك يوم لك أكثر عام لي ولا ثم بن يمكن به ولكن
        أنت الى لكن وفي قال ومن فيه فيها منذ إلا الذين يكون أحد عندما فقط وقد بها لو عدد بشكل تلك هنا ليس هل عند لها
        أنا تكون كيف تحت حول وهي ب الوقت جدا جميع أجل فإن بما واحد بسبب دون لن منها عليها مما والتي فقد الثاني بل
        عليك هم لنا لهم سنة لما او ضد عنه لقد وعلى بك حين وكان أما اذا لأن منه نحن نفسه وما عشر نفس أم ولم سنوات
        عاما بي قام وهذا إنه ابن بينما انه ذات عدة فيما مليون عدم لدى والذي ثلاثة
        """

    /// Hebrew.
    static let hebrew: StaticString = """
        את של לא על זה הוא אני כל עם מה גם לי אם היה יש אבל היא או כי יותר רק אין אל בין הם לו שלי אתה כמו כך עד שם
        אותו אז כן מי להיות לפני שלו אך זאת איך אשר בו למה לה אף אותי לנו שלך יכול להם יהיה אותה מאוד אחר כאן אחרי
        אנחנו אותם אותך אתם נגד כאשר שלנו שלה דרך פה אולי הייתי במקום אלה לכם מקום הן עליו אלו שלהם בלי מן ואת כולם
        אי היתה שוב בגלל אחרים כלל כזה איזה עצמו בשביל יכולה אחרת אצל בתוך מול שבו תהיה הנה שלכם כפי מדי למרות אותנו
        איפה באמצעות יכולים ככה לבין ש לכן מעל עלי תחת מעט הרי מאד למעלה מצד עליה עליהם עלינו איתי מתי עצמי איתו
        אתכם אחרות אותן מדוע איתך ב ה ו ל מ הזה הזאת האלה שלא זו שהוא שהיא כדי עוד לך טוב היו תוך ליד כמה שאין
        """

    /// Persian.
    static let persian: StaticString = """
        و به در از که این با را است رو من تو برای بود هم تا یک ها شده ما آن شد می یا بر شما همه کرد خود هر یه چه های
        نه باید دو پس اما ای فقط یکی کرده دارد چرا کردن روز نام کنم استفاده بعد او مورد دارم الان اگر خیلی هست نیست
        انجام داشته خوب كه کنید گفت راه روی نیز چون وجود مردم چند اول حالا دیگر فکر ولی پیش کردم کن بوده نظر حال
        باشد بیشتر شدن شود هستند ی بین داد مثل تمام زمان سه کند اینکه بدون تنها داشت صورت عنوان بار زیر واقعا امروز
        توسط باز بزرگ کنیم درباره اين داده می‌شود خب البته بخش خودم همین هنوز وی بودن وقتی چیزی بودم بی جدید قبل نمی
        دور دوم بالا کم اینجا ام بسیار خودش مهم هیچ باعث هزار گرفته بهترین بیرون دارند کنند اصلا افراد پیدا گفتم شدم
        """

    /// Urdu.
    static let urdu: StaticString = """
        کے کی ہے اور پر ہیں ایک کر یہ کہ تو ہو ہی و تھے کوئی تھی رہے تک گے والے ہوئے ہوں ہوا کرتے پھر گئے ہر طور لئے
        گئی گی دو پہلے کریں آئی لوگوں ہوئی دے رہی دی لوگ لے آج کیلئے ہوتی افراد طرف کرے دور ہوتے کئی آئے کیوں کیے
        کہتے ضرورت دیتے کرتی علاقے پہلی کہیں لیں کل خبر کرو علاقوں فی لگے لی رکھ صورت ضروری پورا تر رکھتے ضرور اچھی
        آخر چکے الگ اکثر میں سے کا کو اس نے بھی نہیں کیا وہ ان تھا یا لیے جو ہم آپ اپنے اپنی کرنے کرنا جس جب اگر
        لیکن بہت سب کچھ ہوتا گا رہا جا سکتا سکتے سکتی دیا گیا بعد ساتھ
        """

    /// Hindi.
    static let hindi: StaticString = """
        के है में की से और को का हैं पर भी एक तो नहीं ने कर ही हो लिए कि इस था यह गया किया जो ये आप करने रहे साथ
        अपने रहा कुछ कोई थे दिया तक थी बाद या न किसी वह करते जब बहुत लेकिन होता अपनी मैं वाले हुआ हुए फिर जा दो पहले
        कहा सकता ना अगर करना सभी तरह होने उनके कई करता करें इन इसके होती उसके घर हुई द्वारा उस जैसे मे व वे सबसे उसे
        सकते उन्हें अपना हूँ ऐसे एवं उनकी होते इसे अभी पे तब ओर मेरा इसका कहते इसी कौन यहाँ यही जिस लिये उनका यहां
        उन पूरा होना इसमें दूसरे यदि इसकी हे आदि जिसे किस जहाँ उसी जहां नीचे मगर वहां जैसा कितना अंदर बनी वहीं वहाँ
        उनको क्या अब वो हम बात सकती जाता जाती जाते रही तथा
        """

    /// Bengali.
    static let bengali: StaticString = """
        না করে এবং ও এই থেকে আর জন্য তার হয় করা এর একটি যে আমি করতে হবে এ নিয়ে সাথে আমার কি তিনি এক হয়েছে কিছু
        আমাদের হয়ে কোন ছিল আমরা কিন্তু তাদের মধ্যে কথা তারা যায় অনেক যা সে হচ্ছে একটা করেন দিয়ে করার বা আছে পর সব
        একজন মনে এখন নয় পারে নেই শুরু কাজ আপনার কাছে বলে যদি তা বছর হতে এটা সেই তাকে রয়েছে আপনি হিসেবে করেছে তবে
        নতুন আগে প্রথম যখন করেছেন এমন কে তাই তো দিন দেখা কেউ গেছে থাকে এটি বেশি কেন বিভিন্ন মানুষ পর্যন্ত খুব তুমি
        জন দিতে দিকে দুই আজ করছে করবে করি মতো যাবে এখানে পরে মাধ্যমে উপর আবার ব্যবহার মত প্রতি হল কারণ তখন তোমার
        দেশের ধরে প্রায় কোনো নিজের সঙ্গে তাঁর শুধু তাহলে হলো যাচ্ছে আরও যার দেয় পাওয়া যারা হলে চলে ছিলেন দেখতে
        বলা মানুষের আমাকে সেখানে ঠিক হাজার অন্য বিশেষ বেশ যেন হয়েছিল দেখে দেওয়া একই
        """

    /// Tamil.
    static let tamil: StaticString = """
        ஒரு இந்த மற்றும் என்ற நான் தான் என்று இது அந்த உள்ள என் பல அது வேண்டும் என்பது இருக்கும் இருந்து முதல் என
        அவர் என்ன சில போது மேலும் அல்லது உள்ளது தனது போன்ற கொண்டு வரும் வரை அதன் நாம் எந்த எனக்கு வந்து என்றும்
        மட்டும் அவன் அவர்கள் போல அதை அவரது மட்டுமே மிகவும் இன்னும் கொண்ட பின்னர் இருந்தது எல்லாம் விட்டு பற்றி மீது
        தன் இதில் பிறகு இருந்த ஒரே பேர் வந்த ஏன் பல்வேறு சேர்ந்த அடுத்த இவர் முறை நீ இதன் பின் அதிக ஆகிய மிக இரு விட
        போல் அதே இங்கு அன்று இதனால் இதை என்னும் என்பதை யார் பற்றிய இடம் உள்ளன எனும் பெரும் ஆகும் மற்ற மேல் வேறு ஓர்
        அங்கு அவள் இந்தப் இப்போது எனவே அதில் அவை தவிர இடத்தில் எனவும் இவை ஆகியோர் உன் இதற்கு இதனை இந்தக் சிறு அதற்கு
        எனக் இங்கே எனினும் அதனால் இந்தத் பிற கொள்ள
        """

    /// Thai.
    static let thai: StaticString = """
        กล่าว กว่า กัน กับ การ ก็ ก่อน ขณะ ขอ ของ ขึ้น คง ครั้ง ความ คือ จะ จัด จาก จึง ช่วง ซึ่ง ดัง ด้วย ด้าน ตั้ง
        ตั้งแต่ ตาม ต่อ ต่าง ต่างๆ ต้อง ถึง ถูก ถ้า ทั้ง ทั้งนี้ ทาง ที่ ที่สุด ทุก ทํา ทําให้ นอกจาก นัก นั้น นี้
        น่า นํา บาง ผล ผ่าน พบ พร้อม มา มาก มี ยัง รวม ระหว่าง รับ ราย ร่วม ลง วัน ว่า สุด ส่ง ส่วน สําหรับ หนึ่ง
        หรือ หลัง หลังจาก หลาย หาก อยาก อยู่ อย่าง ออก อะไร อาจ อีก เขา เข้า เคย เฉพาะ เช่น เดียว เดียวกัน เนื่องจาก
        เปิด เปิดเผย เป็น เป็นการ เพราะ เพื่อ เมื่อ เรา เริ่ม เลย เห็น เอง แต่ แบบ แรก และ แล้ว แห่ง โดย ใน ให้ ได้
        ไป ไม่ ไว้ ้ง
        """

    /// Indonesian.
    static let indonesian: StaticString = """
        yang dan di ini dari untuk dengan itu bisa aku ada tidak akan adalah dalam pada kita ke juga anda dia saya
        kamu lebih apa sudah mereka tapi karena atau menjadi tak baik jadi harus satu lagi seperti oleh banyak jika
        hanya kami saat tahun jangan sebagai hari telah semua dapat hal bahwa bukan saja sangat masih pernah mau
        lain sekarang baru sama seorang tersebut kalau beberapa besar sendiri ingin sebuah ia setelah waktu sampai
        tempat membuat punya mungkin melakukan siapa belum tentang atas dua secara ketika cara para selalu lalu
        benar diri bagian kembali pasti selama pertama bersama setiap tanpa terjadi kepada mulai paling tetap masa
        tahu lama perlu berada cukup kan kata kemudian luar mana masalah bulan melihat namun memang sedang sekali
        tetapi hingga merupakan pun kalian seseorang kecil kenapa terus sebelum terlalu bagi sering yaitu agar
        lainnya menggunakan tinggi bahkan begitu dulu biasa mendapatkan bagaimana datang ibu
        """

    /// Malay.
    static let malay: StaticString = """
        yang dan di tak boleh dengan untuk saya ini dalam dari orang aku tapi kita adalah ke semua ada pada apa lagi
        buat bukan jadi mana itu dia tidak anda kepada daripada ialah ia telah baik lebih mereka satu jangan tahu
        hari juga rasa kalau atau bagi anak lain seorang seperti akan keluar menjadi malaysia macam sama tempat baru
        tiada pun malam tahun kerana kata kan tetapi beliau dua kami masa banyak bila dunia mempunyai pernah atas
        besar memang bersama rumah sebab beberapa kawasan bahawa jalan kenapa sekarang kali masih hanya lama oleh
        ibu jika betul sendiri wanita sebelum siapa sebagai sekali air kamu dulu ketika diri kemudian minta pertama
        kerja luar dapat kuala sangat tanpa nanti balik bawah datang setiap kecil masalah mata merupakan sebuah sini
        negara paling terus belum selalu guna perlu apabila selepas tiga ingat kereta semula sudah walaupun membuat
        mula pasukan sebenarnya cuma mendapat punya bandar
        """

    /// Vietnamese.
    static let vietnamese: StaticString = """
        là và có của được một các không trong cho người này với ở đã để như những đến khi làm sẽ từ ra họ tại về vào
        đó cũng lại chỉ năm sự tôi bị phải chính ngày số ông mà nhà thì trên việc sau điều còn chúng mình thế nhưng
        rất đi bộ bạn theo anh con hơn nước nhất đây nên cả vì nó cần nhiều tin đang biết do lên hay khác nếu trước
        bản nói thứ cùng nào cao tên tốt cách thấy qua thích mới phần tự ý cơ em bằng ngoài tới vậy tháng ăn điểm
        lớn thường cuộc nhận quá hoặc lượng cô rằng tính vẫn gì loại muốn cái tìm lần tay nay tạo cấp nhau thêm chưa
        giờ mọi rồi xem chú ngay nơi sao bên luôn lúc đều bà bài bởi chuyển nhanh hãy lời thuộc thật hết
        """

    /// Chinese.
    static let chinese: StaticString = """
        的 是 在 了 我 和 有 不 人 也 你 为 他 这 中 与 年 对 就 都 一个 上 说 吗 我们 会 到 要 来 月 被 他们 没有 还 而 个 可以 后 等 但 于 什么 日 这个 将 并 能 一 很 让 从
        以 好 大 她 着 多 自己 问题 时 给 把 去 看 又 或 因为 下 不是 之 现在 过 做 及 地 由 怎么 没 用 就是 已经 更 这些 得 所 开始 最 这样 它 可能 那 三 可 吧 如果 知道 进行 其
        该 不能 只 向 成为 认为 需要 出 啊 已 再 小 当 时候 们 内 却 使用 才 但是 应该 第 谁 不会 以及 人民 其他 主要 这种 你们 通过 为了 同时 必须 快 所以 所有 比 跟 请 还有 一些
        为什么 决定 出现 呢 如何 还是 一样 其中 觉得 重要 為 這 與 對 一個 說 嗎 我們 會 來 他們 沒有 還 個 後 於 什麼 這個 將 並 讓 從 著 問题 時 給 因為 現在 過 怎麼 沒 已經 這些
        開始 這樣 進行 該 成為 認為 當 時候 們 應該 誰 不會 這種 你們 通過 為了 同時 請 還有 為什麼 出現 還是 一樣 覺得
        """

    /// Japanese.
    static let japanese: StaticString = """
        の に て は が た を で し と な ない も だ か ん から です する よ ます さ こと いる れ ね ある う い や いい なっ この そう たら ば お これ よう その たい だけ まで なる
        なら だっ という それ でも 何 れる なく 私 ため あり もの へ 一 あっ さん ので き せ として でき やっ など なかっ られ より どう また もう え できる なり ず たり ご み たち ここ
        ら あれ つ よく しか ところ おり について られる とき くる そして ながら しかし ちゃん あ あの どこ なん せる いう いく しまっ ほど すぐ べき そこ うち いっ によって しまう による ま
        こ 彼 こちら つけ なけれ 彼女 かけ らしい す なに つい なし まま かなり にて により のみ こう さらに とも 特に せい どの いつ すべて ち に対して る おい
        """

    /// Korean.
    static let korean: StaticString = """
        및 이 그 저 수 것 때 더 안 못 또 또는 혹은 그리고 그러나 하지만 그런데 그래서 따라서 또한 만약 만일 즉 예를 들어 있는 있습니다 있다 있으며 있고 있어 있을 있도록 있었다 없는 없습니다
        없다 없이 하는 합니다 한다 하고 하며 하여 해서 해야 하기 하면 할 한 했다 했습니다 하지 하게 되는 됩니다 된다 되어 되고 되며 된 될 되었다 않는 않습니다 않은 않고 않으면 아닌 아니라
        아닙니다 입니다 이다 이며 것은 것이 것을 것입니다 것이다 것도 수도 수가 위해 위한 위하여 대한 대해 대하여 통해 따라 따른 의해 의한 관한 때문에 때문이다 때는 때에 경우 경우에 경우에는
        같은 같이 같습니다 이런 이러한 그런 그러한 어떤 어느 모든 각 각각 여러 많은 많이 다른 다시 바로 매우 아주 가장 좀 잘 거의 이미 아직 항상 계속 함께 모두 특히 오직 단지 만 중 중에
        중에서 중의 후 후에 전 전에 동안 사이에 부터 까지 이후 등 등의 등을 이것은 이것이 이것을 이는 이를 그것은 그것을 그의 그는 그녀는 우리 우리는 우리의 나는 내가 제가 당신은 당신의 여기
        여기에 여기서 거기 어디 언제 무엇을 왜 어떻게 얼마나 한번 하나의 하나 둘 두 세 첫 첫번째 두번째 번째 뿐만 것처럼 그렇게 이렇게 정도 위에 아래에 안에 밖에 속에
        """
}
