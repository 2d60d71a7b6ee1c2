/// What the provider charges in (Stripe documentation, "Supported currencies" and "Minimum and maximum charge amounts").
enum Currency {
    /// The smallest charge, in the currency's smallest unit; nil for a currency that is not charged in.
    static func minimum(_ currency: String) -> Int? {
        all.contains(currency) ? minima[currency] ?? 1 : nil
    }

    /// Eight digits.
    static let maximum = 99_999_999

    private static let minima = [
        "usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250,
        "eur": 50, "gbp": 30, "hkd": 400, "huf": 17_500, "ils": 200, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200,
        "nok": 300, "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000,
    ]

    private static let all = Set(
        """
        usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop \
        crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jpy kes \
        kgs khr kmf krw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd \
        pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs \
        uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw
        """.split(separator: " ").map(String.init))
}
