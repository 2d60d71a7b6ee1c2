/// The table of rules.
enum LintRules {
    /// All of them, in the order in which `lint --rules` shows them.
    static let all: [any LintRule.Type] = [
        AddColumnRewriteRule.self, AlterColumnTypeRule.self, RewriteTableRule.self,
        AddColumnNotNullRule.self, SetNotNullRule.self,
        ConstraintNotValidRule.self, ValidateLaterRule.self, ConstraintUsingIndexRule.self,
        IndexConcurrentlyRule.self, NeedsNoTransactionRule.self, TransactionControlRule.self,
        LockTimeoutRule.self, LockTableRule.self, TruncateRule.self, UnboundedWriteRule.self,
        DropColumnRule.self, DropObjectRule.self, DropCascadeRule.self, RenameRule.self,
        TimestampZoneRule.self, EnumValueUseRule.self, DisableTriggerRule.self, FunctionInMigrationRule.self,
        LockOrderRule.self, SearchPathRule.self, RevokePublicRule.self, ViewRightsRule.self, DynamicSQLRule.self,
        CommentRule.self, OneObjectRule.self, HeaderRule.self, TestFileRule.self,
        FileNameRule.self, MigrationHeaderRule.self, WhitespaceRule.self, DirectiveRule.self, AllowRule.self,
    ]

    /// A rule by its id.
    static func rule(_ id: String) -> (any LintRule.Type)? {
        all.first { $0.id == id }
    }
}
