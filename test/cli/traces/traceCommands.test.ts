import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import type { Method, Params } from '../../../server/src/protocol/methods';
import { composeMemory } from '../../support/composeMemory';
import { removeFolder, temporaryFolder } from '../../support/temporaryFolder';
import { type ScriptedDoor, scriptedDoor } from '../scriptedDoor';
import { runScripted } from '../scriptedWorld';
import { failed, fine, programs, recordWrites, writeRecord } from './sampleFiles';

/** The same commands asked of a server and of the file that it would have written. */
for (const source of ['the server', 'a file'] as const) {
  describe(`the trace commands over ${source}`, function () {
    this.timeout(30_000);
    let folder: string;
    let door: ScriptedDoor;
    before(async () => {
      folder = temporaryFolder();
      const server = composeMemory();
      await server.context.ports.store.commit(recordWrites());
      door = {
        ...scriptedDoor({}),
        request: <M extends Method>(method: M, params: Params<M>) => server.request(method, params),
      };
      await writeRecord(join(folder, 'store.db'));
    });
    after(() => removeFolder(folder));

    const trace = (...words: readonly string[]) => {
      const db = source === 'a file' ? ['--db', 'store.db'] : [];
      return runScripted(['trace', ...words, ...db], { root: folder, programs, door });
    };
    const check = async (words: readonly string[], expected: readonly string[]) => {
      const { stdout, stderr, exit } = await trace(...words);
      strictEqual(stderr, '');
      deepStrictEqual(stdout.split('\n'), [...expected, '']);
      strictEqual(exit, 0);
    };
    const ids = async (...words: readonly string[]) => {
      const { stdout } = await trace(...words, '--format', 'json');
      return (JSON.parse(stdout) as { trace_id: string }[]).map(({ trace_id }) => trace_id);
    };

    it('FLOW-19: list shows the newest first, wide characters aligned', () =>
      check(
        ['list'],
        [
          'trace_id                          name           status  start                     duration  active  spans',
          `${failed}  build          ERROR   2026-01-02T03:05:05.000Z  3.0 s     3.0 s   3`,
          `${fine}  배포 | deploy  OK      2026-01-02T03:04:05.000Z  10.0 s    6.0 s   3`,
        ],
      ));

    it('FLOW-19: list --format markdown escapes what would end a cell', () =>
      check(
        ['list', '--format', 'markdown', '--status', 'OK'],
        [
          '| trace_id | name | status | start | duration | active | spans |',
          '| --- | --- | --- | --- | --- | --- | --- |',
          `| ${fine} | 배포 \\| deploy | OK | 2026-01-02T03:04:05.000Z | 10.0 s | 6.0 s | 3 |`,
        ],
      ));

    it('FLOW-19: list --status, --sort, --limit and --offset choose and order', async () => {
      deepStrictEqual(await ids('list', '--status', 'ERROR'), [failed]);
      deepStrictEqual(await ids('list', '--status', 'OK'), [fine]);
      deepStrictEqual(await ids('list', '--sort', 'start'), [failed, fine]);
      deepStrictEqual(await ids('list', '--sort', 'duration'), [fine, failed]);
      deepStrictEqual(await ids('list', '--sort', 'cost'), [failed, fine]);
      deepStrictEqual(await ids('list', '--limit', '1'), [failed]);
      deepStrictEqual(await ids('list', '--limit', '1', '--offset', '1'), [fine]);
      const { stdout } = await trace('list', '--limit', '1');
      match(stdout, /\n\(1 more; see --limit and --offset\)\n$/);
    });

    it('FLOW-19: list says when there is nothing, and is well', async () => {
      await check(['list', '--traceql', '{ name = "none" }'], ['No traces found']);
      await check(['list', '--traceql', '{ name = "none" }', '--format', 'json'], ['[]']);
      await check(['list', '--traceql', '{ name = "none" }', '--format', 'markdown'], ['No traces found']);
    });

    it('FLOW-19: list --json gives one document with its counts', async () => {
      const { stdout } = await trace('list', '--limit', '1', '--json');
      const { count, total, limit, offset, items } = JSON.parse(stdout) as Record<string, unknown>;
      deepStrictEqual({ count, total, limit, offset }, { count: 1, total: 2, limit: 1, offset: 0 });
      strictEqual((items as unknown[]).length, 1);
    });

    it('FLOW-18: list --traceql shows how much matched, and the groups with what was computed', async () => {
      await check(
        ['list', '--traceql', '{ span:status = error } | by(span:name) | count() > 0', '--status', 'ERROR'],
        [
          'trace_id                          name   status  start                     duration  active  spans  matched  by(span:name)           count()',
          `${failed}  build  ERROR   2026-01-02T03:05:05.000Z  3.0 s     3.0 s   3      1        build                   1`,
          `${failed}  build  ERROR   2026-01-02T03:05:05.000Z  3.0 s     3.0 s   3      1        execute_tool shell.run  1`,
        ],
      );
    });

    it('FLOW-18: list shows what the short form picks, and no more than its limit', async () => {
      await check(
        ['list', '--traceql', 'traces{} | pick(trace_id, root_service, start_time) | limit 1'],
        [
          'trace_id                          root_service  start_time',
          `${failed}  holdpoint     2026-01-02T03:05:05.000Z`,
        ],
      );
      const { stdout } = await trace(
        ...['list', '--format', 'json', '--traceql'],
        'traces{ span.timeout == true } | pick(root_name, end_time, span_count)',
      );
      deepStrictEqual(JSON.parse(stdout), [
        { root_name: 'build', end_time: '2026-01-02T03:05:08.000Z', span_count: 3 },
      ]);
    });

    it('FLOW-18: finds the deploy that nobody approved by the ready-made query', async () => {
      deepStrictEqual(await ids('list', '--query', 'deploy-without-approval'), [failed]);
      deepStrictEqual(await ids('search', '--query', 'deploy-without-approval'), [failed]);
      const unknown = await trace('list', '--query', 'nothing-like-it');
      strictEqual(unknown.exit, 1);
    });

    it('FLOW-18: answers a wrong query with its column and exit 2, never with more than was asked', async () => {
      for (const command of ['list', 'show', 'search']) {
        const { exit, stdout, stderr } = await trace(command, '--traceql', '{ span:status = }');
        deepStrictEqual([exit, stdout], [2, ''], command);
        match(stderr, /^column 17: expected an attribute, an intrinsic or a value, found '}'/);
      }
      const typed = await trace('list', '--traceql', '{ 1 = "x" }', '--json');
      strictEqual(typed.exit, 2);
      deepStrictEqual((JSON.parse(typed.stdout) as { details: unknown }).details, {
        column: 3,
        expected: [],
      });
    });

    it('FLOW-18: writes numbers over time as a table of series', async () => {
      await check(
        [
          ...['list', '--step', '30s', '--since', '2026-01-02T03:04:00Z', '--until', '2026-01-02T03:06:00Z'],
          ...['--traceql', '{ span:name != "x" } | count_over_time() by (span:status)'],
        ],
        [
          'span:status  points  min  max  last',
          'error        4       0    2    0',
          'ok           4       0    3    0',
          '(4 steps of 30 s from 2026-01-02T03:04:00.000Z to 2026-01-02T03:06:00.000Z)',
        ],
      );
      const empty = await trace('list', '--traceql', '{ span:name = "x" } | rate()');
      match(empty.stdout, /^No numbers found\n/);
      const refused = await trace('list', '--traceql', '{} | rate()', '--status', 'OK');
      strictEqual(refused.exit, 2);
      strictEqual((await trace('search', '--traceql', '{} | rate()')).exit, 2);
    });

    it('FLOW-20: show draws a tree; events only when they are wanted', async () => {
      const tree = [
        '- build [ERROR] 3.0 s',
        '  - holdpoint.step deploy [OK] 2.0 s',
        '    - execute_tool shell.run [ERROR] timeout 2.0 s: time is up',
      ];
      await check(['show', failed], tree);
      await check(['show', failed, '--no-events'], tree);
      await check(['show', failed, '--include-events'], [...tree, '      * step.failed it took too long']);
    });

    it('FLOW-20: show --traceql shows the only trace that matches, or says why it shows none', async () => {
      const one = await trace('show', '--traceql', '{ span:status = error }', '--format', 'table');
      deepStrictEqual(one.stdout.split('\n').slice(0, 2), [
        'trace_id                          span_id           name                    kind  status  timeout',
        `${failed}  0000000000000004  build                   run   ERROR   false`,
      ]);
      const none = await trace('show', '--traceql', '{ name = "none" }');
      deepStrictEqual([none.exit, none.stdout], [1, '']);
      match(none.stderr, /^no trace matches/);
      const both = await trace('show', '--traceql', '{}');
      deepStrictEqual([both.exit, both.stdout], [1, '']);
      match(both.stderr, /^more than one trace matches: f{32}, a{32}/);
      strictEqual((await trace('show', 'e'.repeat(32))).exit, 1);
    });

    it('FLOW-21: search lists spans by status, by query and by timeout', async () => {
      await check(
        ['search', '--timeout-only'],
        [
          'trace_id                          span_id           name                    kind  status  timeout',
          `${failed}  0000000000000006  execute_tool shell.run  tool  ERROR   true`,
        ],
      );
      deepStrictEqual(await ids('search', '--status', 'ERROR'), [failed, failed]);
      deepStrictEqual(await ids('search', '--traceql', '{ span:name =~ "holdpoint.*" }', '--limit', '2'), [
        failed,
        fine,
      ]);
      await check(['search', '--traceql', '{ name = "none" }'], ['No spans found']);
      await check(['search', '--traceql', '{ name = "none" }', '--format', 'json'], ['[]']);
      const { stdout } = await trace('search', '--format', 'markdown', '--status', 'OK', '--limit', '1');
      match(stdout, /^\| trace_id \| span_id \| name \| kind \| status \| timeout \|\n\| --- /);
    });

    it('FLOW-22: colours on a screen only, and never with --no-color', async () => {
      const shown = async (...words: readonly string[]) => {
        const db = source === 'a file' ? ['--db', 'store.db'] : [];
        const setting = { root: folder, programs, door, isOutScreen: true };
        return (await runScripted(['trace', ...words, ...db], setting)).stdout;
      };
      const steering = String.fromCharCode(27);
      ok((await shown('list')).includes(`${steering}[31mERROR${steering}[39m`));
      ok(!(await shown('list', '--no-color')).includes(steering));
      ok(!(await shown('list', '--format', 'markdown')).includes(steering));
      ok((await shown('list', '--traceql', '{} | count_over_time()')).includes('█'));
    });
  });
}
