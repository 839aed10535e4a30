import assert from 'node:assert/strict';
import { toolCatalog } from '../../server/src/runtime/toolCatalog';
import { createTools } from '../../server/src/tools/toolTable';
import { factsOf, refusals } from './toolContext';

const tools = createTools();
const catalog = toolCatalog(tools);

describe('the table of tools', () => {
  it('has names, aliases and permission profiles', () => {
    const rows = [...tools.values()].map(({ name, aliases, permissionProfile }) =>
      [name, ...aliases, permissionProfile].join(' '),
    );
    assert.deepEqual(rows, [
      'read_file fs.read workspace_read',
      'list_dir fs.list workspace_read',
      'workspace.inspect workspace_read',
      'run_shell_readonly shell.readonly shell_readonly',
      'write_file_preview fs.preview workspace_write_preview',
      'write_file_apply fs.apply workspace_write_apply',
      'apply_patch patch workspace_patch',
      'shell.run shell_exec',
      'test.run shell_exec',
      'flow.route none',
      'flow.loop none',
      'http.request network',
    ]);
  });
  it('resolves names and aliases and nothing else', () => {
    assert.deepEqual(['fs.read', 'read_file', 'patch', 'READ_FILE', 'toString'].map(catalog.resolve), [
      'read_file',
      'read_file',
      'apply_patch',
      undefined,
      undefined,
    ]);
    assert.deepEqual(catalog.names(), [...tools.keys()]);
  });
  it('names the keys of every input, by alias too', () => {
    const keysOf = (name: string) =>
      Object.keys((catalog.inputSchema(name)?.['properties'] ?? {}) as Record<string, unknown>);
    assert.deepEqual(keysOf('patch'), ['patch', 'mode', 'preview', 'allowed_paths', 'request']);
    assert.deepEqual(keysOf('shell.run'), ['argv', 'script', 'shell', 'cwd', 'env']);
    assert.equal(catalog.inputSchema('nothing'), undefined);
    for (const name of catalog.names()) assert.ok(keysOf(name).length > 0);
  });
  it('takes no key that it does not know, least of all another root', () => {
    for (const [name] of tools) {
      assert.ok(
        refusals(name, { workspace_root: '/' }).some((text) => text.includes('"workspace_root"')),
        name,
      );
    }
  });
  it('says what every kind of call touches', () => {
    const check = (name: string, inputs: unknown, expected: object) => {
      const { effect, risk, reads, writes, hosts } = factsOf(name, inputs);
      assert.deepEqual(
        { effect, risk, reads, writes, hosts },
        { reads: [], writes: [], hosts: [], ...expected },
      );
    };
    check('read_file', { path: 'a' }, { effect: 'read', risk: 'low', reads: ['a'] });
    check('list_dir', {}, { effect: 'read', risk: 'low', reads: ['.'] });
    check('workspace.inspect', { paths: ['../x'] }, { effect: 'read', risk: 'low', reads: ['.'] });
    check('write_file_preview', { path: 'a', content: '' }, { effect: 'read', risk: 'low', writes: ['a'] });
    const preview = [{ path: 'a' }, { path: 'b' }];
    check('write_file_apply', { preview }, { effect: 'write', risk: 'medium', writes: ['a', 'b'] });
    check('shell.run', { argv: ['ls'], cwd: 'd' }, { effect: 'exec', risk: 'medium', reads: ['d'] });
    check('flow.route', { choices: ['a'], value: 'a' }, { effect: 'none', risk: 'low' });
    check(
      'http.request',
      { url: 'https://Example.org:8443/x' },
      { effect: 'network', risk: 'low', hosts: ['example.org'] },
    );
    check(
      'http.request',
      { url: 'http://[::1]/', method: 'delete' },
      { effect: 'network', risk: 'high', hosts: ['[::1]'] },
    );
  });
});
