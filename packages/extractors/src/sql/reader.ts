import { EFFECTS, type EffectName, type ReadEffect, type Reading, type UnreadCode } from '@eaap/protocol';
import { DYNAMIC, functionEffect } from './functions.ts';
import { fullName, isRelation, pathTarget, relationName, resource, SECRET_RELATIONS } from './names.ts';
import {
  as,
  constantText,
  isNode,
  listAt,
  names,
  nodeAt,
  optionsOf,
  textAt,
  unwrap,
  type Node,
} from './node.ts';
import { settingEffect } from './settings.ts';
import { spoken, STATEMENT_EFFECTS } from './statements.ts';
import { bounds } from './where.ts';

/** Names of common table expressions that are in scope, so that they are not taken for tables. */
type Scope = ReadonlySet<string>;
type Rated = Partial<Pick<ReadEffect, 'risk' | 'reversibility'>>;

const NONE: Scope = new Set();
const WHOLE: Rated = { risk: 'critical', reversibility: 'irreversible' };
const MOST_EFFECTS = 128;

/** Goes through parse trees, and collects what they do. */
export class Reader {
  private readonly effects = new Map<string, ReadEffect>();
  private readonly unread: UnreadCode[] = [];
  private readonly prepared = new Set<string>();
  private readonly parse: (text: string) => readonly unknown[] | string;

  /** @param parse - The statements of a text, or why it has none that can be read. */
  constructor(parse: (text: string) => readonly unknown[] | string) {
    this.parse = parse;
  }

  reading(): Reading {
    const effects = [...this.effects.values()];
    if (effects.length > MOST_EFFECTS) this.refuse(`It has more than ${MOST_EFFECTS} effects.`);
    return { effects: effects.slice(0, MOST_EFFECTS), unread: this.unread };
  }

  refuse(detail: string): void {
    if (this.unread.length < 16) this.unread.push({ code: 'unreadable-code', detail: detail.slice(0, 500) });
  }

  private add(effect: EffectName, target: string | null, detail: string, rated: Rated = {}): void {
    const key = JSON.stringify([effect, target]);
    const known = this.effects.get(key);
    if (known !== undefined && (known.risk === 'critical' || rated.risk === undefined)) return;
    this.effects.set(key, { effect, target, detail: detail.slice(0, 500), ...rated });
  }

  /** Reads the statements of a text. */
  text(text: string): void {
    const statements = this.parse(text);
    if (typeof statements === 'string') {
      this.refuse(statements);
      return;
    }
    for (const item of statements) {
      const statement = isNode(item) ? item['stmt'] : undefined;
      if (statement === undefined) this.refuse('A statement is empty.');
      else this.statement(statement, NONE);
    }
  }

  private table(effect: EffectName, relation: Node, scope: Scope, rated: Rated = {}): void {
    const name = relationName(relation);
    if (
      effect === 'data.read' &&
      textAt(relation, 'schemaname') === '' &&
      scope.has(textAt(relation, 'relname'))
    )
      return;
    const verb = effect.slice(effect.indexOf('.') + 1);
    if (effect === 'data.read' && SECRET_RELATIONS.has(name)) {
      this.add('secret.read', resource('table', name), `It reads ${name}, which holds secrets.`);
    }
    if (effect !== 'data.read' && name.startsWith('pg_catalog.')) {
      this.add('access.grant', resource('table', name), `It changes the catalogue ${name} by hand.`);
    }
    this.add(
      effect,
      resource('table', name),
      `${verb} of ${name}${rated.risk === 'critical' ? ', all of it' : ''}`,
      rated,
    );
  }

  private statement(value: unknown, outer: Scope): void {
    const node = unwrap(value);
    if (node === null) {
      this.refuse('A statement is of no known form.');
      return;
    }
    const { type, fields } = node;
    const scope = this.commonTables(nodeAt(fields, 'withClause'), outer);
    const own = this.own(type, fields, scope);
    const kinds = STATEMENT_EFFECTS.get(type);
    if (!own && kinds === undefined) {
      this.refuse(`Nobody has read what a statement of the kind ${spoken(type)} does.`);
      return;
    }
    for (const effect of kinds ?? []) this.ofKind(effect, type, fields);
    if (!own) this.children(fields, scope);
  }

  /** What a statement of the table does, by the relations it names. */
  private ofKind(effect: EffectName, type: string, fields: Node): void {
    const whole = effect === 'data.delete' ? WHOLE : {};
    const said = `${effect} by ${spoken(type)}`;
    if (effect === 'compute') {
      if (type === 'TransactionStmt' && /PREPARE/.test(textAt(fields, 'kind')))
        this.add('system.change', null, 'It settles a prepared transaction.');
      this.add(effect, null, said);
      return;
    }
    const targets = effect.startsWith('data.') ? this.named(type, fields) : [];
    if (
      type === 'DropStmt' &&
      effect === 'data.delete' &&
      !/TABLE|SCHEMA|MATVIEW|DATABASE|SEQUENCE/.test(textAt(fields, 'removeType'))
    )
      return;
    for (const target of targets) this.add(effect, target, said, whole);
    if (targets.length === 0) this.add(effect, null, said, whole);
    if (type === 'AlterTableStmt') this.alterTable(fields);
  }

  private named(type: string, fields: Node): (string | null)[] {
    if (type === 'DropStmt') {
      return listAt(fields, 'objects').map((item) => {
        const list = as(item, 'List');
        const path = list === null ? [] : names(listAt(list, 'items'));
        const kind = textAt(fields, 'removeType').replace('OBJECT_', '').toLowerCase();
        const name = path.at(-1) ?? textAt(as(item, 'String') ?? {}, 'sval');
        return resource(
          kind,
          path.length > 1 ? path.join('.') : kind === 'schema' ? name : fullName('', name),
        );
      });
    }
    const relation = ['relation', 'view', 'rel', 'sequence'].map((name) => fields[name]).find(isRelation);
    return relation === undefined ? [] : [resource('table', relationName(relation))];
  }

  private alterTable(fields: Node): void {
    for (const item of listAt(fields, 'cmds')) {
      const subtype = textAt(as(item, 'AlterTableCmd') ?? {}, 'subtype');
      if (/Drop(Column)?$|DropColumn/.test(subtype)) {
        for (const target of this.named('', fields))
          this.add('data.delete', target, 'It drops a column.', WHOLE);
      }
      if (/Owner|RowSecurity|Rowsecurity|RLS/i.test(subtype)) {
        this.add('access.grant', null, 'It changes who may read and write a table.');
      }
      if (/Trig|Rule/.test(subtype)) this.add('system.change', null, 'It turns triggers or rules on or off.');
    }
  }

  /** Common table expressions: read in order, each seeing those before it; recursive ones see all. */
  private commonTables(clause: Node, outer: Scope): Scope {
    const tables = listAt(clause, 'ctes').map((item) => as(item, 'CommonTableExpr') ?? {});
    const scope = new Set(outer);
    if (clause['recursive'] === true) for (const table of tables) scope.add(textAt(table, 'ctename'));
    for (const table of tables) {
      this.statement(table['ctequery'], new Set(scope));
      scope.add(textAt(table, 'ctename'));
    }
    return scope;
  }

  /** Statements that are gone through by hand; whether this is one. */
  private own(type: string, fields: Node, scope: Scope): boolean {
    switch (type) {
      case 'SelectStmt':
        this.select(fields, scope);
        return true;
      case 'InsertStmt':
        this.table('data.write', nodeAt(fields, 'relation'), scope);
        this.children(fields, scope, ['relation', 'withClause']);
        return true;
      case 'UpdateStmt':
        this.change('data.write', fields, listAt(fields, 'fromClause'), scope);
        return true;
      case 'DeleteStmt':
        this.change('data.delete', fields, listAt(fields, 'usingClause'), scope);
        return true;
      case 'MergeStmt':
        this.merge(fields, scope);
        return true;
      case 'TruncateStmt':
        for (const item of listAt(fields, 'relations')) {
          this.table('data.delete', as(item, 'RangeVar') ?? {}, NONE, WHOLE);
        }
        return true;
      case 'CopyStmt':
        this.copy(fields, scope);
        return true;
      case 'ExplainStmt':
        return this.explain(fields, scope);
      case 'VariableSetStmt': {
        const name = fields['kind'] === 'VAR_RESET_ALL' ? 'all' : textAt(fields, 'name');
        const isMulti = fields['kind'] === 'VAR_SET_MULTI';
        const back = fields['kind'] === 'VAR_RESET' || fields['kind'] === 'VAR_SET_DEFAULT';
        const effect = isMulti && /TRANSACTION|CHARACTERISTICS/.test(name) ? 'compute' : settingEffect(name);
        this.add(back && effect === 'system.change' ? 'compute' : effect, null, `It sets ${name}.`);
        return true;
      }
      case 'GrantStmt':
      case 'GrantRoleStmt':
        this.add(fields['is_grant'] === true ? 'access.grant' : 'access.revoke', null, spoken(type));
        return true;
      case 'AlterDefaultPrivilegesStmt':
        this.add('access.grant', null, spoken(type));
        return true;
      default:
        return this.ownOfSession(type, fields, scope);
    }
  }

  private ownOfSession(type: string, fields: Node, scope: Scope): boolean {
    switch (type) {
      case 'CreateTableAsStmt': {
        const into = nodeAt(nodeAt(fields, 'into'), 'rel');
        this.created(into);
        this.statement(fields['query'], scope);
        return true;
      }
      case 'PrepareStmt':
        this.prepared.add(textAt(fields, 'name'));
        this.statement(fields['query'], NONE);
        return true;
      case 'ExecuteStmt':
        if (!this.prepared.has(textAt(fields, 'name')))
          this.refuse('It runs a statement that was prepared somewhere else.');
        this.children(fields, scope);
        return true;
      case 'DeclareCursorStmt':
        this.statement(fields['query'], NONE);
        return true;
      case 'FetchStmt':
        this.add('data.read', null, 'It reads from a cursor.');
        return true;
      case 'NotifyStmt':
        this.add(
          'message.send',
          resource('channel', textAt(fields, 'conditionname')),
          'It notifies a channel.',
        );
        return true;
      case 'ListenStmt':
        this.add(
          'data.read',
          resource('channel', textAt(fields, 'conditionname')),
          'It listens to a channel.',
        );
        return true;
      case 'LockStmt':
        // From SHARE on a lock keeps every writer out for as long as somebody likes.
        if (Number(fields['mode']) >= 5) this.add('system.change', null, 'It locks a table against others.');
        for (const item of listAt(fields, 'relations')) {
          this.table('data.read', as(item, 'RangeVar') ?? {}, NONE);
        }
        return true;
      case 'VacuumStmt':
        for (const item of listAt(fields, 'rels')) {
          const relation = nodeAt(as(item, 'VacuumRelation') ?? {}, 'relation');
          if (isRelation(relation)) this.table('data.read', relation, NONE);
        }
        this.add(
          optionsOf(fields).has('full') ? 'system.change' : 'compute',
          null,
          fields['is_vacuumcmd'] === true ? 'vacuum' : 'analyze',
        );
        return true;
      default:
        return false;
    }
  }

  private select(fields: Node, scope: Scope): void {
    const into = nodeAt(nodeAt(fields, 'intoClause'), 'rel');
    if (isRelation(into)) this.created(into);
    for (const side of ['larg', 'rarg']) {
      if (isNode(fields[side])) this.statement({ SelectStmt: fields[side] }, scope);
    }
    if (listAt(fields, 'lockingClause').length > 0) this.locked(listAt(fields, 'fromClause'), scope);
    this.children(fields, scope, ['intoClause', 'withClause', 'larg', 'rarg', 'lockingClause']);
    this.add('compute', null, 'select');
  }

  /** `FOR UPDATE` asks for the right to update, and holds every other writer off. */
  private locked(from: readonly unknown[], scope: Scope): void {
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(visit);
      else if (isRelation(value)) {
        if (!(textAt(value, 'schemaname') === '' && scope.has(textAt(value, 'relname'))))
          this.table('data.write', value, scope);
      } else if (isNode(value)) Object.values(value).forEach(visit);
    };
    visit(from);
  }

  private created(relation: Node): void {
    const name = relationName(relation);
    if (textAt(relation, 'relpersistence') === 't') {
      this.add('data.write', resource('table', name), 'It makes a table of this session.');
    } else this.add('data.schema', resource('table', name), `It creates ${name}.`);
  }

  private change(
    effect: 'data.write' | 'data.delete',
    fields: Node,
    others: readonly unknown[],
    scope: Scope,
  ): void {
    const relation = nodeAt(fields, 'relation');
    const alias = textAt(nodeAt(relation, 'alias'), 'aliasname');
    const of = { names: [alias === '' ? textAt(relation, 'relname') : alias], alone: others.length === 0 };
    const isBounded = bounds(fields['whereClause'], of);
    this.table(effect, relation, scope, isBounded ? {} : WHOLE);
    this.children(fields, scope, ['relation', 'withClause']);
    if (fields['whereClause'] !== undefined || listAt(fields, 'returningList').length > 0) {
      this.table('data.read', relation, NONE);
    }
  }

  private merge(fields: Node, scope: Scope): void {
    const relation = nodeAt(fields, 'relation');
    const alias = textAt(nodeAt(relation, 'alias'), 'aliasname');
    const of = { names: [alias === '' ? textAt(relation, 'relname') : alias], alone: false };
    for (const item of listAt(fields, 'mergeWhenClauses')) {
      const clause = as(item, 'MergeWhenClause') ?? {};
      const isMatched = clause['matchKind'] === 'MERGE_WHEN_MATCHED';
      const isBounded = isMatched
        ? bounds(fields['joinCondition'], of)
        : clause['matchKind'] === 'MERGE_WHEN_NOT_MATCHED_BY_TARGET' || bounds(clause['condition'], of);
      const effect = clause['commandType'] === 'CMD_DELETE' ? 'data.delete' : 'data.write';
      if (clause['commandType'] !== 'CMD_NOTHING')
        this.table(effect, relation, scope, isBounded ? {} : WHOLE);
    }
    this.table('data.read', relation, NONE);
    this.children(fields, scope, ['relation', 'withClause']);
  }

  private copy(fields: Node, scope: Scope): void {
    const from = fields['is_from'] === true;
    const relation = nodeAt(fields, 'relation');
    if (isRelation(relation)) this.table(from ? 'data.write' : 'data.read', relation, NONE);
    if (fields['query'] !== undefined) this.statement(fields['query'], scope);
    this.children(fields, scope, ['relation', 'query']);
    const file = textAt(fields, 'filename');
    if (fields['is_program'] === true) this.add('code.execute', null, 'It runs a program on the server.');
    else if (file !== '') {
      this.add(
        from ? 'file.read' : 'file.write',
        pathTarget(file),
        `It uses the file ${file} on the server.`,
        {
          risk: 'high',
        },
      );
    }
  }

  private explain(fields: Node, scope: Scope): boolean {
    const analyze = optionsOf(fields).get('analyze');
    const runs = analyze !== undefined && !/^(false|off|0|no|f|n)$/i.test(String(analyze));
    if (runs) this.statement(fields['query'], scope);
    else this.add('compute', null, 'It only plans.');
    return true;
  }

  /** Everything below a node: relations are read, functions called, statements done. */
  private children(fields: Node, scope: Scope, without: readonly string[] = []): void {
    for (const [name, value] of Object.entries(fields)) {
      if (!without.includes(name)) this.below(value, scope);
    }
  }

  private below(value: unknown, scope: Scope): void {
    if (Array.isArray(value)) {
      for (const item of value) this.below(item, scope);
      return;
    }
    if (!isNode(value)) return;
    const node = unwrap(value);
    if (node !== null && /^[A-Z]\w*Stmt$/.test(node.type)) {
      this.statement(value, scope);
      return;
    }
    if (node?.type === 'RangeVar') this.table('data.read', node.fields, scope);
    if (node?.type === 'FuncCall') this.call(node.fields);
    if (node?.type === 'A_Expr') this.operator(node.fields);
    this.children(node === null ? value : node.fields, scope);
  }

  private operator(fields: Node): void {
    const path = names(listAt(fields, 'name'));
    const schema = path.length > 1 ? path[0] : 'pg_catalog';
    if (schema !== 'pg_catalog') {
      this.add(
        'code.execute',
        resource('function', path.join('.')),
        `It uses the operator ${path.join('.')}.`,
      );
    }
  }

  private call(fields: Node): void {
    const path = names(listAt(fields, 'funcname'));
    const name = path.at(-1) ?? '';
    const args = listAt(fields, 'args');
    const isBuiltIn = path.length === 1 || (path.length === 2 && path[0] === 'pg_catalog');
    if (isBuiltIn && DYNAMIC.has(name)) {
      const texts = args.map(constantText).filter((text) => text !== null);
      const [sql] = texts;
      if (sql === undefined || name.startsWith('cursor') || constantText(args[0]) === null)
        this.refuse(`${name} runs a text that is put together elsewhere.`);
      else this.text(sql);
      return;
    }
    if (isBuiltIn && name === 'set_config') {
      const setting = constantText(args[0]);
      this.add(
        setting === null ? 'system.change' : settingEffect(setting),
        null,
        `It sets ${setting ?? 'a setting'}.`,
      );
      return;
    }
    const effect = isBuiltIn ? functionEffect(name) : undefined;
    if (effect === null) return;
    const full = path.join('.');
    if (effect === undefined) {
      this.add(
        'code.execute',
        resource('function', full),
        `It calls ${full}, and nobody has read what that does.`,
      );
      return;
    }
    const { names: kind, ...rated } = effect;
    const text = constantText(args[0]);
    const target =
      kind === 'none' || text === null
        ? null
        : kind === 'path'
          ? pathTarget(text)
          : kind === 'relation'
            ? resource('table', text.includes('.') ? text : fullName('', text))
            : resource(kind, text);
    const { effect: what, ...rest } = rated;
    const floor = EFFECTS[what];
    this.add(what, target, `It calls ${full}.`, {
      risk: floor.risk,
      reversibility: floor.reversibility,
      ...rest,
    });
  }
}
