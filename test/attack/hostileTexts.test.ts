import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdpoint } from '../support/holdpointCli';
import { approveAll, pendingOf, startPlan } from '../support/planRun';
import { type AttackScene, attackScene } from './attackScene';

/** Moves the cursor, renames the window, turns the line around, hides: in seven and in eight bits. */
const hostile =
  '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egpj.exe\u2066\u200b\u00ad\u2028\u0085\r\b\u007f\u{e0041}';
/** Everything but the end of a line and a tab that a screen obeys or swallows instead of showing it. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;

const file = `${'\u202e'}evil\u009b2J.txt`;

/** Every command that shows what others wrote: plans, files, outputs, names, reasons, comments. */
const commands = (ids: Readonly<Record<'session' | 'run' | 'approval' | 'preview' | 'artifact', string>>) => [
  ['session', 'list'],
  ['session', 'show', ids.session],
  ['explain', ids.session],
  ['plan', 'validate', 'hostile.yaml'],
  ['plan', 'show', ids.session],
  ['plan', 'list', ids.session],
  ['plan', 'diff', ids.session, '1', '2'],
  ['approvals', 'list', '--all'],
  ['approvals', 'show', ids.approval],
  ['approvals', 'list', '--all', '--format', 'markdown'],
  ['preview', 'show', ids.preview],
  ['policy', 'explain', 'say', '--session', ids.session],
  ['policy', 'explain', 'say', '--file', 'hostile.yaml'],
  ['policy', 'list', '--effective'],
  ['policy', 'lint', 'hostile.yaml'],
  ['trace', 'list'],
  ['trace', 'show', ids.run],
  ['trace', 'search', '--query', hostile],
  ['trace', 'search', '--traceql', hostile],
  ['trace', 'queries'],
  ['logs', 'search', ids.session],
  ['logs', 'search', ids.session, '-q', 'owned'],
  ['logs'],
  ['report', ids.run],
  ['report', 'failures'],
  ['summary', ids.run],
  ['stats'],
  ['runs', 'list'],
  ['runs', 'log', ids.run],
  ['runs', 'graph', ids.run],
  ['eval', ids.run],
  ['incident', ids.run],
  ['artifacts', 'list'],
  ['tools', 'list'],
  ['tools', 'permissions', hostile],
  ['audit', 'verify'],
  ['session', 'show', hostile],
  ['run', `${hostile}.yaml`],
  [hostile],
  ['--locale', 'ja', 'report', ids.run],
  ['--locale', 'ja', 'plan', 'show', ids.session],
];

describe('attacks through texts', function () {
  this.timeout(300_000);
  let scene: AttackScene;
  let ids: Parameters<typeof commands>[0];

  before(async () => {
    scene = await attackScene({ 'a.txt': `one\n${hostile}\ntwo\n` });
    const { peer, root } = scene;
    const text = (version: number) =>
      JSON.stringify({
        schema: 'plan/1',
        title: `Title ${hostile} ${version}`,
        goal: hostile,
        acceptance: [hostile],
        inputs: { type: 'object', properties: { [`x${hostile}`]: { type: 'string', description: hostile } } },
        steps: [
          {
            id: 'say',
            title: hostile,
            uses: 'shell.run',
            with: { argv: ['printf', `%s\n`, hostile], env: { A: hostile } },
          },
          { id: 'look', uses: 'read_file', needs: ['say'], with: { path: 'a.txt' } },
          {
            id: 'draft',
            uses: 'write_file_preview',
            needs: ['say'],
            with: { path: file, content: `a\n${hostile}\nb\n` },
          },
          {
            id: 'apply',
            uses: 'write_file_apply',
            needs: ['draft'],
            with: { preview: '${steps.draft.output}' },
          },
          { id: 'fail', uses: 'shell.run', needs: ['apply'], with: { argv: ['cat', `./missing${hostile}`] } },
        ],
      });
    writeFileSync(join(root, 'hostile.yaml'), text(1));
    const { id: session_id } = await peer.request('session/create', {
      goal: hostile,
      safety_profile: 'standard',
    });
    for (const version of [1, 2]) {
      await peer.request('plan/import', { session_id, text: text(version), file_name: `${hostile}.json` });
    }
    await peer.request('plan/approve', { session_id, version: 2 });
    const { run_id } = await peer.request('run/start', { session_id });
    await approveAll(peer, run_id);
    const previews = (await peer.request('event/list', { session_id, limit: 500 })).items;
    const preview = previews.find(({ type }) => type === 'preview.recorded');
    const again = await startPlan(peer, [
      { id: 'no', title: hostile, uses: 'shell.run', with: { argv: ['true', hostile] } },
    ]);
    await peer.request('run/wait', { run_id: again.run_id, timeout_ms: 20_000 });
    const [waiting] = await pendingOf(peer, again.run_id);
    await peer.request('approval/reject', { approval_id: waiting?.approval_id ?? '', reason: hostile });
    const { items } = await peer.request('artifact/list', { session_id });
    ids = {
      session: session_id,
      run: run_id,
      approval: waiting?.approval_id ?? '',
      preview: String((preview?.payload as { preview_id?: string })?.preview_id),
      artifact: items[0]?.sha256 ?? '',
    };
  });
  after(async () => await scene.end());

  it('§1.2: reach no terminal as they are, whatever a command shows, as text or as JSON', async () => {
    const left = commands(ids).flatMap((words) => [words, [...words, '--json']]);
    const raw: string[] = [];
    let shown = 0;
    const take = async () => {
      for (let words = left.pop(); words !== undefined; words = left.pop()) {
        const { stdout, stderr } = await holdpoint(scene.root, ...words);
        const text = (stdout + stderr).replaceAll(/[\n\t]/g, '');
        const at = text.search(unseen);
        shown += /\\e\[2J|\\u001b\[2J/.test(text) ? 1 : 0;
        raw.push(
          ...(at < 0
            ? []
            : [`${words.join(' ')}: ${JSON.stringify(text.slice(Math.max(0, at - 60), at + 20))}`]),
        );
      }
    };
    await Promise.all([take(), take()]);
    assert.deepEqual(raw, []);
    assert.ok(shown > 30, `only ${shown} commands showed any of it`);
  });
});
