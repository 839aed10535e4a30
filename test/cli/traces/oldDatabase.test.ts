import { deepStrictEqual, equal, match, rejects, strictEqual } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTraceReader } from '../../../server/src/adapters/store/reader/sqliteTraceReader';
import { openConnection } from '../../../server/src/adapters/store/sqlite/connection';
import { nodeDisk } from '../../../server/src/adapters/store/sqlite/disk';
import type { Method, Params } from '../../../server/src/protocol/methods';
import type { TraceReader } from '../../../server/src/runtime/ports/tracePort';
import { composeMemory } from '../../support/composeMemory';
import { removeFolder, temporaryFolder } from '../../support/temporaryFolder';
import { scriptedDoor } from '../scriptedDoor';
import { runScripted } from '../scriptedWorld';
import { programs, writeOldDatabase } from './sampleFiles';

const wasmFile = `${programs}/sql-wasm.wasm`;

describe('a database of an older flow runner', () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = temporaryFolder();
    file = join(folder, 'old.db');
    await writeOldDatabase(file);
  });
  after(() => removeFolder(folder));

  const trace = (...words: readonly string[]) =>
    runScripted(['trace', ...words, '--db', file], { programs, root: folder });
  const names = async (q: string) => {
    const { stdout, stderr, exit } = await trace('search', '--traceql', q, '--format', 'json');
    strictEqual(exit, 0, stderr);
    return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name).join(' ');
  };

  const filters: readonly (readonly [string, string])[] = [
    ['traces{ trace_id = "old-trace" }', 'main slow ask'],
    ['traces{ span.name == "slow" }', 'slow'],
    ['traces{ span.kind = "flow" }', 'main'],
    ['traces{ span.kind = "node" }', 'slow'],
    ['traces{ span.status = "ERROR" }', 'main slow'],
    ['traces{ span.error = "late" }', 'slow'],
    ['traces{ span.error = true and span.kind != "flow" }', 'slow'],
    ['traces{ span.duration = 3s }', 'slow'],
    ['traces{ span.timeout = true }', 'slow'],
    ['traces{ span.policy_snapshot.retry.mode = "fixed" }', 'slow'],
    ['traces{ span.attributes["n"] > 6 }', 'slow'],
    [`traces{ span.attributes["note"] = "it's \\"late\\"" }`, 'slow'],
    ['traces{ span.attributes["fail_fast"] = true }', 'main'],
    ['traces{ span.attributes["text"] =~ ".*object at.*" }', 'ask'],
    ['{ event:name = "node.retry" && event.attempt = 2 && event:timeSinceStart > 1s }', 'slow'],
    ['{ kind = client } || { rootServiceName = "old-flow" && name = "main" }', 'main ask'],
  ];
  for (const [q, expected] of filters) {
    it(`FLOW-16: is asked ${q} and finds ${expected}`, async () => strictEqual(await names(q), expected));
  }

  it('FLOW-21: lists exactly the spans whose time was up', async () => {
    const { stdout } = await trace('search', '--timeout-only');
    strictEqual(
      stdout,
      [
        'trace_id   span_id   name  kind  status  timeout',
        'old-trace  old-slow  slow  step  ERROR   true',
        '',
      ].join('\n'),
    );
  });

  it('FLOW-20: is drawn as a tree with its events', async () => {
    const { stdout } = await trace('show', 'old-trace', '--include-events');
    strictEqual(
      stdout,
      [
        '- main [ERROR] 9.2 s',
        '  - slow [ERROR] timeout 3.0 s: late',
        '    * node.retry again',
        '  - ask [OK] 1.5 s',
        '',
      ].join('\n'),
    );
  });

  it('FLOW-16: stays byte for byte as it was', async () => {
    const before = readFileSync(file);
    await trace('list');
    await trace('show');
    deepStrictEqual(readFileSync(file), before);
  });

  it('FLOW-16: is taken into the record, once, without a secret, and answers there as in its file', async () => {
    const server = composeMemory();
    const door = {
      ...scriptedDoor({}),
      request: <M extends Method>(method: M, params: Params<M>) => server.request(method, params),
    };
    const at = (...words: readonly string[]) =>
      runScripted(['trace', ...words], { programs, root: folder, door });
    for (const _ of ['first', 'again']) {
      const { stdout, exit } = await at('import', file);
      deepStrictEqual([stdout, exit], ['3 spans are in the record\n', 0]);
    }
    const { items } = await server.context.ports.store.list('spans');
    strictEqual(items.length, 3);
    strictEqual(JSON.stringify(items).includes('hunter2'), false);
    for (const [q, expected] of filters.filter(([text]) => !text.includes('trace_id'))) {
      const { stdout } = await at('search', '--traceql', q, '--format', 'json');
      const found = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
      strictEqual(found.join(' '), expected, q);
    }
    const { stdout } = await at('search', '--timeout-only', '--format', 'json');
    strictEqual((JSON.parse(stdout) as unknown[]).length, 1);
  });

  it('FLOW-17: refuses a missing file, a file that is no database, and one without spans', async () => {
    const list = (name: string) => runScripted(['trace', 'list', '--db', name], { programs, root: folder });
    const missing = await list('none.db');
    deepStrictEqual([missing.exit, missing.stdout], [1, '']);
    match(missing.stderr, /there is no file/);
    await rejects(openTraceReader({ file: join(folder, 'none.db'), wasmFile }), { code: 'NOT_FOUND' });
    writeFileSync(join(folder, 'text.db'), 'no database at all, though long enough for its first page');
    const wrong = await list('text.db');
    match(wrong.stderr, /is no database that can be read/);
    writeFileSync(join(folder, 'empty.db'), '');
    match((await list('empty.db')).stderr, /holds no table of spans/);
  });

  it('§1.16, FLOW-16: refuses our own store of a newer program, and takes no other program’s count for ours', async () => {
    const newer = join(folder, 'newer.db');
    const list = () => runScripted(['trace', 'list', '--db', newer], { programs, root: folder });
    const execute = async (sql: string) => {
      const connection = await openConnection(wasmFile, nodeDisk, newer);
      connection.execute(sql);
      connection.close();
    };
    writeFileSync(newer, readFileSync(file));
    await execute(
      'CREATE TABLE schema_migrations(version, applied_at); INSERT INTO schema_migrations VALUES(99, 0)',
    );
    strictEqual((await list()).exit, 0);
    await execute('CREATE TABLE plan_steps(plan_id); CREATE TABLE run_notes(run_id)');
    const { exit, stdout, stderr } = await list();
    deepStrictEqual([exit, stdout], [1, '']);
    match(stderr, /newer\.db has schema 99, this program knows up to 1: it was written by a newer version/);
  });

  describe('its reader', () => {
    let reader: TraceReader;
    before(async () => {
      reader = await openTraceReader({ file, wasmFile });
    });
    after(() => reader.close());

    it('FLOW-17: tells of traces', () => {
      deepStrictEqual(reader.traceIds(5), ['old-trace']);
      const [summary] = reader.summaries(1);
      deepStrictEqual(
        { ...summary },
        {
          trace_id: 'old-trace',
          root_service: 'old-flow',
          root_name: 'main',
          root_status: 'ERROR',
          has_error: 1,
          start_us: 1_760_356_800_000_000,
          end_us: 1_760_356_809_250_000,
          span_count: 3,
        },
      );
      deepStrictEqual(reader.traceIds(0), []);
    });

    it('FLOW-17: filters spans by each column, and by all together', () => {
      const found = (filter: Parameters<TraceReader['spans']>[0]) =>
        reader.spans(filter).map(({ span_id }) => span_id);
      deepStrictEqual(found({ trace_id: 'old-trace' }), ['old-main', 'old-slow', 'old-ask']);
      deepStrictEqual(found({ span_id: 'old-ask' }), ['old-ask']);
      deepStrictEqual(found({ name: 'slow' }), ['old-slow']);
      deepStrictEqual(found({ kind: 'llm' }), ['old-ask']);
      deepStrictEqual(found({ status: 'ERROR' }), ['old-main', 'old-slow']);
      deepStrictEqual(found({ status: 'ERROR', kind: 'node', limit: 5 }), ['old-slow']);
      deepStrictEqual(found({ limit: 2 }), ['old-main', 'old-slow']);
      deepStrictEqual(found({ trace_id: "x' OR '1'='1" }), []);
    });

    it('FLOW-17: filters events by each column', () => {
      const count = (filter: Parameters<TraceReader['events']>[0]) => reader.events(filter).length;
      equal(count({ trace_id: 'old-trace' }), 1);
      equal(count({ span_id: 'old-slow' }), 1);
      equal(count({ event_type: 'node.retry' }), 1);
      equal(count({ level: 'warning' }), 1);
      equal(count({ level: 'error' }), 0);
      equal(count({ limit: 0 }), 0);
    });
  });
});
