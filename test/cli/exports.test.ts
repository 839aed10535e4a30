import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdpoint } from '../support/holdpointCli';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { writeOldDatabase } from './traces/sampleFiles';

const plan = [
  'schema: plan/1',
  'title: 배포 | deploy',
  'workspace: {slot: in_place}',
  'profile: dev',
  'steps:',
  '  - {id: look, uses: list_dir, with: {path: .}}',
  '  - {id: build, uses: shell.run, needs: [look], with: {argv: [node, -e, "process.exit(3)"]}}',
].join('\n');

describe('exports and imports on the command line', function () {
  this.timeout(120_000);
  let root: string;
  let other: string;
  let run: string;
  before(async () => {
    [root, other] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(root, 'plan.yaml'), plan);
    const ended = await holdpoint(root, 'run', 'plan.yaml', '--profile', 'dev', '--json');
    run = JSON.parse(ended.stdout).run_id;
  });
  after(async () => {
    await Promise.all([root, other].map((folder) => holdpoint(folder, 'stop')));
    removeFolder(root);
    removeFolder(other);
  });

  const json = async (folder: string, ...words: readonly string[]) => {
    const ended = await holdpoint(folder, ...words, '--json');
    return { exit: ended.exit, document: JSON.parse(ended.stdout), stderr: ended.stderr };
  };

  it('LOG-10: lists runs and shows their logs, judged by eval', async () => {
    const { document } = await json(root, 'runs', 'list');
    assert.deepEqual(
      [document.count, document.items[0].run_id, document.items[0].status],
      [1, run, 'failed'],
    );
    const log = await json(root, 'runs', 'log', 'latest', '--type', 'stage_checkpoint');
    assert.deepEqual(
      log.document.rows.map((row: Record<string, unknown>) => [row['node_id'], row['outcome']]),
      [
        ['look', 'success'],
        ['build', 'failed'],
      ],
    );
    const shown = await holdpoint(root, 'runs', 'log', run);
    assert.match(shown.stdout, /retry_count=0 failure_count=1 max_attempts=1 corrupt_rows=0/);
    const verdict = await holdpoint(root, 'eval', run);
    assert.deepEqual([verdict.exit, /stage_trace_coverage_rate 1/.test(verdict.stdout)], [0, true]);
  });

  it('FLOW-28: reports as a page, and tells of the last failures', async () => {
    const ended = await holdpoint(root, 'report', run, '--format', 'html', '-o', 'out/report.html');
    assert.deepEqual([ended.exit, ended.stdout], [0, '']);
    assert.match(readFileSync(join(root, 'out', 'report.html'), 'utf8'), /<svg class="waterfall"/);
    const failures = await holdpoint(root, 'report', 'failures', '--last', '5');
    assert.match(failures.stdout, /^# Holdpoint Failures\n[\s\S]*- failed_node_id: build/);
    const { document } = await json(root, 'report', 'failures');
    assert.deepEqual([document.count, document.total, document.items[0].run_id], [1, 1, run]);
  });

  it('LOG-09: exports a run directory below the root, and imports it into another workspace', async () => {
    const { document } = await json(root, 'export', 'run-dir', run);
    assert.equal(document.folder, join(root, 'runs', run));
    assert.ok(document.files.every((path: string) => statSync(path).size > 0));
    const taken = await json(other, 'import', join(root, 'runs'));
    assert.deepEqual([taken.exit, taken.document.count], [0, 1]);
    assert.deepEqual(taken.document.items[0].warnings, []);
    await json(other, 'export', 'run-dir', run);
    for (const file of readdirSync(join(root, 'runs', run))) {
      const [here, there] = [root, other].map((folder) =>
        readFileSync(join(folder, 'runs', run, file), 'utf8'),
      );
      assert.equal(there, here, file);
    }
    assert.equal(
      (await json(other, 'import', join(root, 'runs', run))).document.error_code,
      'STATE_CONFLICT',
    );
    mkdirSync(join(root, 'runs', 'run-20250304-050607-0000aa'));
    writeFileSync(join(root, 'runs', 'run-20250304-050607-0000aa', 'runlog.jsonl'), 'broken');
    const some = await json(other, 'import', join(root, 'runs'));
    assert.deepEqual(
      [some.exit, some.document.items[0].corrupt_rows, some.document.failed[0].error_code],
      [1, 1, 'STATE_CONFLICT'],
    );
    mkdirSync(join(root, 'empty'));
    const none = await holdpoint(root, 'import', 'empty');
    assert.deepEqual([none.exit, /is no run directory/.test(none.stderr)], [2, true]);
    assert.equal((await holdpoint(root, 'import', 'missing')).exit, 1);
  });

  it('FLOW-16: imports a database of traces as it does run directories', async () => {
    const taken = await json(other, 'import', join(root, '.holdpoint', 'store.db'));
    assert.equal(taken.exit, 1, 'its server still writes it');
    assert.equal(taken.document.error_code, 'STORE_UNAVAILABLE');
    await writeOldDatabase(join(other, 'old.db'));
    assert.equal((await json(other, 'import', 'old.db')).document.accepted, 3);
    writeFileSync(join(other, 'notes.txt'), 'no database');
    const none = await json(other, 'import', 'notes.txt');
    assert.deepEqual([none.exit, none.document.error_code], [2, 'BAD_REQUEST']);
  });

  it('OPS-11: writes an incident bundle, and refuses a kind that there is not', async () => {
    const { document } = await json(root, 'incident', run);
    const [path] = document.files;
    assert.equal(path, join(root, 'exports', run, `incident_${run}.zip`));
    assert.equal(readFileSync(path).subarray(0, 2).toString(), 'PK');
    assert.equal((await holdpoint(root, 'export', 'poem', run)).exit, 2);
    assert.equal((await holdpoint(root, 'export', 'junit', 'run-20200101-000000-ffffff')).exit, 1);
  });

  it('keeps, removes and gives back: retention, pins and vacuum', async () => {
    const limits = await json(root, 'store', 'retention', '--days', '7', '--max-bytes', 'none');
    assert.deepEqual([limits.document.max_age_days, limits.document.max_bytes], [7, null]);
    assert.equal((await holdpoint(root, 'store', 'retention', '--days', '0')).exit, 2);
    await json(root, 'runs', 'pin', run);
    const kept = await json(root, 'store', 'vacuum', '--before', '2100-01-01T00:00:00Z');
    assert.deepEqual([kept.exit, kept.document.removed], [0, {}]);
    await json(root, 'runs', 'unpin', run);
    const gone = await json(root, 'store', 'vacuum', '--before', '2100-01-01T00:00:00Z');
    assert.equal(gone.document.removed.runs, 1);
    assert.equal(gone.document.bytes, statSync(join(root, '.holdpoint', 'store.db')).size);
    assert.equal(existsSync(join(root, '.holdpoint', 'store.db.compact')), false);
    assert.equal((await json(root, 'runs', 'list')).document.total, 0);
    assert.equal((await json(root, 'audit', 'verify')).document.ok, true);
    const { document } = await json(root, 'status');
    assert.ok(document.store.bytes >= document.store.used_bytes);
  });
});
