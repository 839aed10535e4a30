import assert from 'node:assert/strict';
import { afterDeath, journey, planText } from '../support/journey';

const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
const secret = 'hunter2-hunter2-hunter2';

const plan = planText([
  { id: 'look', uses: 'read_file', with: { path: 'a.bin', encoding: 'base64' } },
  {
    id: 'draft',
    uses: 'write_file_preview',
    needs: ['look'],
    with: { path: 'b.bin', content: `\${steps.look.output.content}`, encoding: 'base64' },
  },
  { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview: `\${steps.draft.output}` } },
]);

describe('bytes among the results of a run', () => {
  it('FLOW-25: are links to artifacts where results are read, and themselves for the steps after', async () => {
    const made = await journey(plan, { files: { 'a.bin': bytes } });
    await made.start();
    await made.reach('succeeded');
    const { output } = await made.step('look');
    const { content, ...about } = output as { content: { artifact: string; media_type: string } };
    assert.equal(content.media_type, 'application/octet-stream');
    assert.deepEqual(about, {
      path: 'a.bin',
      size: 300,
      sha256: content.artifact,
      truncated: false,
      encoding: 'base64',
    });
    const { base64 } = await made.server.request('artifact/get', { sha256: content.artifact });
    assert.deepEqual(new Uint8Array(Buffer.from(base64, 'base64')), bytes);
    assert.deepEqual((await made.server.workspace.read('b.bin'))?.bytes, bytes);
    const saved = await made.payloads('artifact.saved');
    assert.ok(saved.some(({ sha256, kind }) => sha256 === content.artifact && kind === 'binary'));
    const next = await afterDeath(made);
    assert.deepEqual((await next.step('look')).output, output);
  });

  it('GATE-21: hold no known secret in their artifact', async () => {
    const file = new Uint8Array([0, 255, ...new TextEncoder().encode(secret), 0]);
    const steps = [{ id: 'look', uses: 'read_file', with: { path: 'a.bin', encoding: 'base64' } }];
    const made = await journey(planText(steps), { files: { 'a.bin': file }, secrets: { S: secret } });
    await made.start();
    await made.reach('succeeded');
    const { output } = await made.step('look');
    const { artifact } = (output as { content: { artifact: string } }).content;
    const { base64 } = await made.server.request('artifact/get', { sha256: artifact });
    assert.equal(Buffer.from(base64, 'base64').toString('latin1'), '\0\u00ff***REDACTED***\0');
  });
});
