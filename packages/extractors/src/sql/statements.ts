import type { EffectName } from '@eaap/protocol';

type Row = readonly [effects: string, types: string];

/**
 * Statements whose effects follow from their kind alone. Statements that read or write rows, name functions or hold other
 * statements are gone through one by one; a kind that is in neither place is unread.
 */
const TABLE: readonly Row[] = [
  [
    'compute',
    'TransactionStmt ConstraintsSetStmt DiscardStmt ClosePortalStmt DeallocateStmt VariableShowStmt UnlistenStmt CheckPointStmt',
  ],
  [
    'data.schema',
    `CreateStmt CreateSchemaStmt IndexStmt AlterTableStmt RenameStmt AlterObjectSchemaStmt CreateSeqStmt AlterSeqStmt
    ViewStmt DefineStmt CompositeTypeStmt CreateEnumStmt AlterEnumStmt CreateRangeStmt AlterTypeStmt CreateDomainStmt
    AlterDomainStmt CommentStmt CreateStatsStmt AlterStatsStmt AlterCollationStmt AlterObjectDependsStmt ClusterStmt
    ReindexStmt AlterTSDictionaryStmt AlterTSConfigurationStmt CreateOpClassStmt CreateOpFamilyStmt AlterOpFamilyStmt
    AlterOperatorStmt CreatePublicationStmt AlterPublicationStmt RefreshMatViewStmt CreateTableSpaceStmt
    AlterTableMoveAllStmt AlterTableSpaceOptionsStmt CreateConversionStmt AlterFunctionStmt`,
  ],
  [
    'data.schema code.execute',
    'CreateFunctionStmt CreateTrigStmt RuleStmt CreateEventTrigStmt CreateAmStmt CreatePLangStmt CreateCastStmt CreateTransformStmt',
  ],
  [
    'code.execute',
    'DoStmt CallStmt LoadStmt CreateExtensionStmt AlterExtensionStmt AlterExtensionContentsStmt',
  ],
  ['data.schema data.delete', 'DropStmt DropdbStmt DropTableSpaceStmt DropOwnedStmt DropSubscriptionStmt'],
  [
    'data.schema access.grant',
    'CreatePolicyStmt AlterPolicyStmt SecLabelStmt AlterOwnerStmt ReassignOwnedStmt AlterEventTrigStmt',
  ],
  ['access.grant', 'CreateRoleStmt AlterRoleStmt AlterRoleSetStmt'],
  ['access.revoke', 'DropRoleStmt'],
  [
    'system.change',
    'AlterSystemStmt CreatedbStmt AlterDatabaseStmt AlterDatabaseSetStmt AlterDatabaseRefreshCollStmt',
  ],
  [
    'network.call data.schema',
    'CreateSubscriptionStmt AlterSubscriptionStmt CreateFdwStmt AlterFdwStmt CreateForeignServerStmt AlterForeignServerStmt CreateForeignTableStmt ImportForeignSchemaStmt CreateUserMappingStmt AlterUserMappingStmt DropUserMappingStmt',
  ],
];

/** The effects of a kind of statement by itself. */
export const STATEMENT_EFFECTS: ReadonlyMap<string, readonly EffectName[]> = new Map(
  TABLE.flatMap(([effects, types]) =>
    types
      .trim()
      .split(/\s+/)
      .map((type): [string, readonly EffectName[]] => [type, effects.split(' ') as EffectName[]]),
  ),
);

/** How a kind of statement is called in sentences: `AlterTableStmt` is `alter table`. */
export const spoken = (type: string): string =>
  type
    .replace(/Stmt$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
