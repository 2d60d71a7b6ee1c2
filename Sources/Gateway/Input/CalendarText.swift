/// Dates and times as text, checked before PostgreSQL sees them: it would accept `tomorrow` and `infinity`.
enum CalendarText {
    /// `YYYY-MM-DD`, a date that exists, from year 1 to 9999.
    static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2], let year = number(parts[0]), year >= 1,
            let month = number(parts[1]), (1...12).contains(month), let day = number(parts[2])
        else { return false }
        return (1...daysIn(month: month, year: year)).contains(day)
    }

    /// RFC 3339, section 5.6: date, `T`, time with optional fraction, `Z` or an offset.
    static func isTimestamp(_ text: String) -> Bool {
        guard text.utf8.count <= 40, text.allSatisfy(\.isASCII) else { return false }
        let pattern = /(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-](\d{2}):(\d{2}))/
        guard let match = text.wholeMatch(of: pattern), isDate(String(match.1)) else { return false }
        let offsetHours = match.7.flatMap { Int($0) } ?? 0
        let offsetMinutes = match.8.flatMap { Int($0) } ?? 0
        return Int(match.2)! <= 23 && Int(match.3)! <= 59 && Int(match.4)! <= 59 && offsetHours <= 14
            && offsetMinutes <= 59
    }

    /// `HH:MM`, from `00:00` to `24:00`.
    static func isTimeOfDay(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard text.utf8.count == 5, parts.map(\.utf8.count) == [2, 2], let hour = number(parts[0]),
            let minute = number(parts[1])
        else { return false }
        return (hour <= 23 && minute <= 59) || (hour == 24 && minute == 0)
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
