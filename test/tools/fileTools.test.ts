import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { memoryWorkspace } from '../../server/src/adapters/workspace/memoryWorkspace';
import type { FileWrite, Workspace } from '../../server/src/runtime/ports';
import { factsOf, perform, refusals, toolContext, toolNamed } from './toolContext';

const sha = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
const utf8 = (text: string) => new TextEncoder().encode(text);
const files = () =>
  memoryWorkspace({
    'a.txt': 'one\r\ntwo',
    'bom.txt': '\ufeffx',
    'binary.bin': new Uint8Array([0, 255, 128]),
    'src/x.ts': 'export {};\n',
    'src/y.png': new Uint8Array([1]),
    'src/latin.md': new Uint8Array([0xe9]),
  });

describe('read_file', () => {
  const read = (inputs: object, more = {}) =>
    perform('read_file', inputs, toolContext({ workspace: files(), ...more }));

  it('gives the text as it is, with size and hash', async () => {
    assert.deepEqual((await read({ path: './a.txt' })).output, {
      path: 'a.txt',
      content: 'one\r\ntwo',
      encoding: 'utf-8',
      size: 8,
      sha256: sha('one\r\ntwo'),
      truncated: false,
    });
    assert.equal(((await read({ path: 'bom.txt' })).output as { content: string }).content, '\ufeffx');
  });
  it('gives other bytes as base64 only', async () => {
    const text = await read({ path: 'binary.bin' });
    assert.deepEqual([text.ok, text.ok || text.errorClass], [false, 'tool_error']);
    const { content } = (await read({ path: 'binary.bin', encoding: 'base64' })).output as {
      content: string;
    };
    assert.equal(content, Buffer.from([0, 255, 128]).toString('base64'));
  });
  it('stops at the output limit between two characters', async () => {
    const workspace = memoryWorkspace({ 'e.txt': 'aéé' });
    const { content, truncated } = (await read({ path: 'e.txt' }, { workspace, maxOutputBytes: 4 }))
      .output as never;
    assert.deepEqual([content, truncated], ['aé', true]);
  });
  it('fails where there is no file', async () => {
    for (const path of ['gone.txt', 'src']) assert.equal((await read({ path })).ok, false);
  });
});

describe('list_dir', () => {
  const list = (inputs: object) => perform('list_dir', inputs, toolContext({ workspace: files() }));

  it('lists one directory by name', async () => {
    const { entries } = (await list({})).output as { entries: { name: string; kind: string }[] };
    assert.deepEqual(
      entries.map(({ name, kind }) => `${name} ${kind}`),
      ['a.txt file', 'binary.bin file', 'bom.txt file', 'src directory'],
    );
  });
  it('fails where there is no directory', async () => {
    for (const path of ['a.txt', 'gone']) assert.equal((await list({ path })).ok, false);
  });
});

describe('workspace.inspect', () => {
  const inspect = async (inputs: object, workspace: Workspace = files()) => {
    const result = await perform('workspace.inspect', inputs, toolContext({ workspace }));
    return result.output as {
      files: { path: string; preview: string | null; reason: string | null; truncated: boolean }[];
      truncated: boolean;
    };
  };

  it('lists files with previews or the reason for none', async () => {
    const { files: found } = await inspect({});
    assert.deepEqual(
      found.map(({ path, preview, reason }) => [path, preview, reason]),
      [
        ['a.txt', 'one\r\ntwo', null],
        ['binary.bin', null, 'extension'],
        ['bom.txt', '\ufeffx', null],
        ['src/latin.md', null, 'preview-unavailable'],
        ['src/x.ts', 'export {};\n', null],
        ['src/y.png', null, 'extension'],
      ],
    );
  });
  it('knows every reason', async () => {
    const broken: Workspace = {
      ...files(),
      read: async (path) =>
        path === 'src/x.ts' ? Promise.reject(new Error('no permission')) : files().read(path),
    };
    const paths = ['../secret.txt', 'src', 'src/y.png', 'src/x.ts', 'gone.txt', 'binary.bin', 'a.txt'];
    const { files: found } = await inspect({ paths, extensions: ['.txt', '.TS', '.bin'] }, broken);
    assert.deepEqual(
      found.map(({ reason }) => reason),
      ['outside-root', 'not-file', 'extension', 'stat-error', 'stat-error', 'preview-unavailable', null],
    );
  });
  it('cuts previews at 128 KB and lists at the limit', async () => {
    const big = memoryWorkspace({ 'a.txt': 'x'.repeat(200_000), 'b.txt': 'y' });
    const context = toolContext({ workspace: big, maxOutputBytes: 1_000_000 });
    const { files: found } = (await perform('workspace.inspect', {}, context)).output as Awaited<
      ReturnType<typeof inspect>
    >;
    assert.deepEqual(
      found.map(({ preview, truncated }) => [preview?.length, truncated]),
      [
        [131_072, true],
        [1, false],
      ],
    );
    assert.deepEqual(refusals('workspace.inspect', { max_bytes: 131_073 }).length, 1);
    const cut = await inspect({ limit: 1 }, big);
    assert.deepEqual([cut.files.length, cut.truncated], [1, true]);
  });
});

const draft = async (name: string, inputs: unknown, workspace: Workspace) => {
  const tool = toolNamed(name);
  const writes = await tool.draft?.(tool.input.parse(inputs), toolContext({ workspace }));
  return (writes ?? []).map(({ after, ...write }) => ({
    ...write,
    after: after && Buffer.from(after).toString(),
  }));
};

describe('write_file_preview', () => {
  const check = async (inputs: object, expected: object) =>
    assert.deepEqual(await draft('write_file_preview', inputs, files()), [{ mode: null, ...expected }]);

  it('proposes the exact bytes over what is there', async () => {
    await check(
      { path: './src/../a.txt', content: '\ufeffé\r\n' },
      { path: 'a.txt', before_sha256: sha('one\r\ntwo'), after: '\ufeffé\r\n' },
    );
    await check(
      { path: 'new/n.sh', content: '', mode: '0755' },
      { path: 'new/n.sh', before_sha256: null, after: '', mode: 0o755 },
    );
    await check(
      { path: 'n', content: 'AAH/', encoding: 'base64' },
      { path: 'n', before_sha256: null, after: '\0\u0001\ufffd' },
    );
    await check(
      { path: 'a.txt', content: null },
      { path: 'a.txt', before_sha256: sha('one\r\ntwo'), after: null },
    );
  });
  it('writes nothing', async () => {
    const workspace = files();
    const before = workspace.paths();
    await draft('write_file_preview', { path: 'new.txt', content: 'x' }, workspace);
    assert.deepEqual(workspace.paths(), before);
  });
  it('refuses what cannot be a file', async () => {
    const refuse = (inputs: object, code: string) =>
      assert.rejects(draft('write_file_preview', inputs, files()), { code });
    await refuse({ path: '../x', content: '' }, 'DENIED');
    await refuse({ path: 'src', content: '' }, 'INPUT_INVALID');
    await refuse({ path: 'gone', content: null }, 'INPUT_INVALID');
    assert.deepEqual(refusals('write_file_preview', { path: 'a', content: '*', encoding: 'base64' }), [
      'content: is not base64',
    ]);
    assert.equal(refusals('write_file_preview', { path: 'a', content: '', mode: '4755' }).length, 1);
  });
});

describe('write_file_apply', () => {
  const preview = (path: string) => ({ preview_id: 'prev_1', path, diff: '', new_sha256: null });
  const write = (path: string, before: string | null, after: string | null): FileWrite => ({
    path,
    before_sha256: before === null ? null : sha(before),
    after: after === null ? null : utf8(after),
    mode: null,
  });

  it('writes what was approved and says what it did', async () => {
    const workspace = files();
    const approvedWrites = [
      write('a.txt', 'one\r\ntwo', 'three'),
      write('n.txt', null, 'n'),
      write('bom.txt', '\ufeffx', null),
    ];
    const given = { previews: [preview('a.txt'), preview('n.txt'), preview('bom.txt')] };
    const { output } = await perform(
      'write_file_apply',
      { preview: given },
      toolContext({ workspace, approvedWrites }),
    );
    assert.deepEqual(output, {
      applied: true,
      files: [
        { path: 'a.txt', op: 'modify', new_sha256: sha('three') },
        { path: 'n.txt', op: 'create', new_sha256: sha('n') },
        { path: 'bom.txt', op: 'delete', new_sha256: null },
      ],
    });
    assert.deepEqual((await workspace.read('a.txt'))?.bytes, utf8('three'));
    assert.equal(await workspace.read('bom.txt'), undefined);
  });
  it('writes nothing that was not approved or that the call does not name', async () => {
    const workspace = files();
    for (const approvedWrites of [[], [write('a.txt', 'one\r\ntwo', 'x'), write('n.txt', null, 'n')]]) {
      const result = await perform(
        'write_file_apply',
        { preview: [preview('a.txt')] },
        toolContext({ workspace, approvedWrites }),
      );
      assert.deepEqual([result.ok, result.ok || result.errorClass], [false, 'policy']);
    }
    assert.deepEqual(await workspace.read('a.txt').then((file) => file?.sha256), sha('one\r\ntwo'));
  });
  it('leaves a missing or strange preview to the gate', () => {
    for (const preview of [undefined, null, 7, [], {}, 'x'])
      assert.deepEqual(refusals('write_file_apply', { preview }), []);
    assert.deepEqual(factsOf('write_file_apply', {}).writes, []);
  });
  it('refuses a file that has changed since', async () => {
    const context = toolContext({ workspace: files(), approvedWrites: [write('a.txt', 'old', 'x')] });
    await assert.rejects(perform('write_file_apply', { preview: preview('a.txt') }, context), {
      code: 'PREVIEW_MISMATCH',
    });
  });
});

describe('apply_patch', () => {
  const patch =
    '--- a/src/x.ts\n+++ b/src/x.ts\n@@ -1 +1 @@\n-export {};\n+export { };\n--- /dev/null\n+++ b/n.txt\n@@ -0,0 +1 @@\n+new\n';

  it('proposes every file of a patch that fits', async () => {
    assert.deepEqual(await draft('apply_patch', { patch }, files()), [
      { path: 'src/x.ts', before_sha256: sha('export {};\n'), after: 'export { };\n', mode: null },
      { path: 'n.txt', before_sha256: null, after: 'new\n', mode: null },
    ]);
  });
  it('leaves the file alone when the patch is stale or no patch', async () => {
    const workspace = files();
    workspace.set('src/x.ts', 'export default 1;\n');
    await assert.rejects(draft('apply_patch', { patch }, workspace), {
      code: 'PREVIEW_MISMATCH',
      message: 'src/x.ts: hunk 1 (line 3 of the patch) does not match the file: line 1 differs',
    });
    await assert.rejects(draft('apply_patch', { patch: 'hello' }, workspace), { code: 'INPUT_INVALID' });
    assert.equal((await workspace.read('src/x.ts'))?.sha256, sha('export default 1;\n'));
  });
  it('is dry by default; mode or request.write applies', () => {
    const effect = (more: object) => factsOf('apply_patch', { patch, ...more }).effect;
    assert.deepEqual(
      [{}, { request: { write: false } }, { request: { write: true } }, { mode: 'apply' }].map(effect),
      ['read', 'read', 'write', 'write'],
    );
    assert.equal(
      (toolNamed('apply_patch').input.parse({ patch, request: { write: true } }) as { mode?: string })[
        'mode'
      ],
      'apply',
    );
    assert.deepEqual(refusals('apply_patch', {}), ['patch: is missing']);
  });
  it('is held to allowed_paths', () => {
    const refusal = (allowed_paths: string[]) => factsOf('apply_patch', { patch, allowed_paths }).refusal;
    assert.equal(refusal(['src/**']), 'n.txt is not among allowed_paths');
    assert.equal(refusal(['src/**', '*.txt']), null);
    const preview = { path: 'n.txt' };
    assert.equal(
      factsOf('apply_patch', { mode: 'apply', preview, allowed_paths: ['src/**'] }).refusal,
      'n.txt is not among allowed_paths',
    );
  });
});
