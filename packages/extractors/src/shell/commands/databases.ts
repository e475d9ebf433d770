import type { Call, Command } from '../call.ts';
import { Options, type Syntax } from '../options.ts';
import { scriptOf, unknownOutput } from '../output.ts';
import { asText, isLiteral, shown } from '../value.ts';
import { given } from './given.ts';
import { all, type Commands } from './make.ts';

/** Statements of other databases than PostgreSQL, by their first words. */
function sql(call: Call, text: string): void {
  if (call.code('postgresql', text)) return;
  statements(call, text);
}

function statements(call: Call, text: string): void {
  const plain = text
    .replace(/'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`[^`]*`/g, "''")
    .replace(/--.*$|\/\*[\s\S]*?\*\//gm, ' ');
  for (const statement of plain
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const effect =
      /^(select|show|describe|desc|explain|pragma \w+$|values|\.(tables|schema|databases|indexes|headers|mode|help|width))\b/i.test(
        statement,
      ) && !/\binto\s+(outfile|dumpfile)\b|\bload_file\b|load_extension/i.test(statement)
        ? 'data.read'
        : /^(insert|update|upsert|merge)\b/i.test(statement)
          ? 'data.write'
          : /^(delete|truncate|replace)\b/i.test(statement)
            ? 'data.delete'
            : /^(drop|alter|create|rename)\b/i.test(statement)
              ? 'data.schema'
              : null;
    if (effect === null)
      call.effects.execute(
        `resource:command/${call.name}`,
        `${call.name} runs ${statement}, which is not read here.`,
      );
    else
      call.effects.add(
        effect,
        null,
        `${call.name} runs ${statement}`,
        effect === 'data.schema' && /^drop/i.test(statement) ? { risk: 'critical' } : {},
      );
  }
}

const database =
  (
    syntax: Syntax,
    code: readonly string[],
    dialect: 'postgresql' | null,
    operand: number | null = null,
  ): Command =>
  (call) => {
    const options = new Options(call.args, syntax);
    const texts = options.all(...code);
    const last = operand === null ? undefined : options.operands[operand];
    if (last !== undefined) texts.push(last);
    const host = options.get('h', 'host');
    if (host !== undefined && isLiteral(host) && !/^\/|^(localhost|127\.0\.0\.1)$/.test(host))
      call.effects.call(host, call.name, { sends: true });
    given(call);
    for (const file of options.all('default-auth', 'plugin-dir', 'plugin'))
      call.execute(file, `${call.name} loads ${shown(file)}.`);
    for (const file of options.all('output', 'o')) if (call.name === 'psql') call.write(file);
    for (const text of texts) {
      const plain = asText(text);
      if (
        call.name === 'psql' &&
        /^\s*\\(d\w*|l|z|sf|sv|conninfo|x|timing|pset|echo|encoding|h|\?)\+?(\s[^\\|`]*)?$/.test(plain)
      ) {
        call.effects.add('data.read', null, `psql shows ${plain}.`);
        continue;
      }
      if (
        /(^|\n)\s*(\.(shell|system|output|once|excel|load|import|read|restore|save|backup|clone|log|archive|ar|open)\b|\\(!|o|w|g|s|i|ir|copy|lo_import|lo_export)(?![a-z]))/i.test(
          plain,
        )
      )
        call.effects.execute(null, `${call.name} is told ${shown(plain)}.`);
      if (!isLiteral(plain))
        call.effects.note(`${call.name} runs a statement in which a variable decides: ${shown(plain)}`);
      else if (dialect === null) statements(call, plain);
      else sql(call, plain);
    }
    for (const file of options.all('f', 'file', 'init', 'i', 'I'))
      if (!code.includes('f')) call.execute(file, `${call.name} runs the statements of ${shown(file)}.`);
    if (options.has('l', 'list', 'V', 'version'))
      call.effects.add('data.read', null, `${call.name} lists databases.`);
    else if (texts.length === 0) {
      const text = scriptOf(call.stdin);
      if (text !== null && text !== '') {
        if (dialect === null) statements(call, text);
        else sql(call, text);
      } else if (!options.has('f', 'file'))
        call.effects.execute(
          `resource:command/${call.name}`,
          `${call.name} runs what ${call.stdin.from} writes.`,
        );
    }
    return unknownOutput(call.name);
  };

const redis: Command = (call) => {
  const options = new Options(call.args, {
    short: 'hpsaunirdx',
    long: 'user pass tls cacert cert key sni',
    posix: true,
  });
  const [verb = ''] = options.operands.map((word) => asText(word).toUpperCase());
  const line = `redis-cli ${options.operands.map(shown).join(' ')}`;
  const target = 'resource:redis';
  if (
    /^(FLUSHALL|FLUSHDB|DEL|UNLINK|[HSZ]\w*(DEL|REM)\w*|LREM|LTRIM|XDEL|XTRIM|GETDEL|EXPIRE\w*|PEXPIRE\w*)$/.test(
      verb,
    )
  ) {
    call.effects.add('data.delete', target, line, /^FLUSH/.test(verb) ? { risk: 'critical' } : {});
  } else if (
    /^(SHUTDOWN|CONFIG|DEBUG|REPLICAOF|SLAVEOF|CLUSTER|FAILOVER|BGSAVE|SAVE|BGREWRITEAOF|CLIENT|ACL|SWAPDB|MIGRATE|RESTORE)$/.test(
      verb,
    )
  ) {
    const isShow = /^(GET|LIST|INFO|NODES|USAGE|WHOAMI|GETNAME)$/.test(
      asText(options.operands[1] ?? '').toUpperCase(),
    );
    call.effects.add(isShow ? 'system.read' : 'system.change', target, line);
  } else if (
    /^(GET|MGET|EXISTS|TTL|PTTL|TYPE|KEYS|SCAN|[HSZ]?SCAN|HGET|HGETALL|HKEYS|HVALS|HLEN|HMGET|LRANGE|LLEN|LINDEX|SMEMBERS|SCARD|SISMEMBER|ZRANGE|ZCARD|ZSCORE|ZRANK|STRLEN|DBSIZE|PING|INFO|TIME|ECHO|MONITOR|SLOWLOG|LATENCY|MEMORY|OBJECT|XRANGE|XLEN|XINFO|COMMAND|LASTSAVE|ROLE|RANDOMKEY|GETRANGE|BITCOUNT|DUMP|SELECT|AUTH|HELLO)$/.test(
      verb,
    )
  ) {
    call.effects.add('data.read', target, line);
  } else if (
    /^(SET|MSET|SETEX|SETNX|APPEND|INCR\w*|DECR\w*|HSET|HMSET|HINCRBY|LPUSH|RPUSH|LSET|SADD|ZADD|ZINCRBY|XADD|PUBLISH|RENAME|PERSIST|COPY|GETSET|LPOP|RPOP|SPOP)$/.test(
      verb,
    )
  ) {
    call.effects.add('data.write', target, line);
  } else if (verb === '' && options.has('scan', 'stat', 'bigkeys', 'memkeys', 'latency', 'v', 'version'))
    call.effects.add('data.read', target, line);
  else call.effects.execute('resource:command/redis-cli/unread', `${line} is not known here.`);
  return undefined;
};

const mongo: Command = (call) => {
  const options = new Options(call.args, {
    short: 'up',
    long: 'eval host port username password file authenticationDatabase',
  });
  const texts = options.all('eval');
  for (const text of texts) {
    if (
      /\b(drop\w*|deleteMany|deleteOne|remove|findOneAndDelete|shutdownServer|bulkWrite|renameCollection)\s*\(/.test(
        text,
      )
    ) {
      call.effects.add('data.delete', null, `mongo runs ${shown(text)}`, { risk: 'critical' });
    } else if (
      /^(printjson\(|JSON\.stringify\()?(show \w+|db(\.getCollection\(['"]\w+['"]\)|\.\w+)*\.(find|findOne|count|countDocuments|estimatedDocumentCount|distinct|getCollectionNames|stats|getIndexes|explain|version|serverStatus|hello)\([^;()]*\)(\.(limit|sort|pretty|toArray|count|size)\([^;()]*\))*)\)*;?$/.test(
        text,
      )
    ) {
      call.effects.add('data.read', null, `mongo runs ${shown(text)}`);
    } else
      call.effects.execute(
        'resource:command/mongo/unread',
        `mongo runs ${shown(text)}, which is not read here.`,
      );
  }
  if (texts.length === 0)
    call.effects.execute('resource:command/mongo/unread', 'mongo runs what it is given.');
  return undefined;
};

/** Clients of databases. */
export const DATABASES: Commands = {
  ...all(
    'psql',
    database(
      { short: 'cdfhpUvPoFRT', long: 'command dbname file host port username set variable output' },
      ['c', 'command'],
      'postgresql',
    ),
  ),
  ...all(
    'mysql mariadb',
    database(
      { short: 'eDhPuSp_', long: 'execute database host port user socket default-auth plugin-dir' },
      ['e', 'execute'],
      null,
    ),
  ),
  ...all(
    'sqlite3 duckdb',
    database({ short: '_', single: true, long: 'cmd init separator' }, ['cmd'], null, 1),
  ),
  ...all(
    'clickhouse-client clickhouse sqlcmd cqlsh bq snowsql cockroach isql usql mycli pgcli',
    database({ short: 'qeQch', long: 'query execute host' }, ['q', 'query', 'e', 'execute', 'Q', 'c'], null),
  ),
  'redis-cli': redis,
  'valkey-cli': redis,
  ...all('mongosh mongo', mongo),
  ...all('pg_dump pg_dumpall mysqldump mongodump mongoexport', (call) => {
    const options = new Options(call.args, {
      short: 'fhpUdtnFoc',
      long: 'file host port username dbname table schema out result-file',
    });
    call.effects.add('data.read', null, `${call.name} reads a whole database.`, { risk: 'high' });
    for (const file of options.all('f', 'file', 'o', 'out', 'r', 'result-file')) call.write(file);
    return undefined;
  }),
  ...all(
    'dropdb dropuser mysqladmin pg_restore mongorestore pg_resetwal pg_ctl initdb createdb createuser reindexdb vacuumdb mongoimport rabbitmqadmin rabbitmqctl kafka-topics kafka-delete-records etcdctl influx',
    (call) => {
      const text = call.args.map(asText).join(' ');
      if (/^(status|ping|version|list\w*|--list|-l|get|describe|--describe)\b/.test(text))
        call.effects.add('data.read', null, `${call.name} ${text}`);
      else
        call.effects.add(
          /^create/.test(call.name) ? 'data.schema' : 'data.delete',
          null,
          `${call.name} ${text}`,
          /^(drop|pg_reset)/.test(call.name) ? { risk: 'critical' } : {},
        );
      return undefined;
    },
  ),
};
