import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRedactor } from '../../../server/src/core/redact/redactor';

const M = '***REDACTED***';
const secrets = ['planted-secret-value', 'first line of a key\nsecond\nthird'];
const redactor = createRedactor(secrets);

const through = (chunks: readonly string[], using = redactor) => {
  const stream = using.stream();
  const parts = [...chunks.map((chunk) => stream.push(chunk)), stream.end()];
  return { text: parts.join(''), parts, count: stream.count() };
};
const cut = (text: string, at: readonly number[]) => {
  const places = [...new Set(at.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((place, index) => text.slice(place, places[index]));
};

describe('a redacted stream', () => {
  it('lets whole lines out at once and holds the rest back', () => {
    const { parts, count } = through(['one\ntwo pass', 'word=x y', '\nthree'], createRedactor([]));
    assert.deepEqual([parts, count], [['one\n', '', `two password=${M} y\n`, 'three'], 1]);
  });
  it('says the same as the whole text, wherever it is cut', () => {
    const lines = fc.constantFrom(
      'plain words\n',
      'x planted-secret-value y\r\n',
      'first line of a key\nsecond\nthird\n',
      'Authorization: Bearer abc.def\n',
      '{"password": "a, b"} \r',
      `-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n`,
      'ghp_0123456789 no end',
      'é😀',
    );
    fc.assert(
      fc.property(fc.array(lines), fc.array(fc.nat(), { maxLength: 12 }), (parts, places) => {
        const text = parts.join('');
        const whole = redactor.text(text);
        const streamed = through(cut(text, places));
        assert.deepEqual([streamed.text, streamed.count], [whole.text, whole.count]);
      }),
      { numRuns: process.env['HOLDPOINT_LONG'] === '1' ? 20_000 : 500 },
    );
  });
  it('holds planted secrets back in text that has no ends of lines', () => {
    const filler = 'some, words and "quotes" '.repeat(1000);
    const text = `${filler}planted-secret-value ${filler}token="${'a b'.repeat(500)}"${filler}`.repeat(4);
    for (const size of [1000, 4096, 65_536]) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.slice(index * size, (index + 1) * size),
      );
      const streamed = through(chunks);
      assert.equal(streamed.text, redactor.text(text).text);
      assert.ok(streamed.parts.slice(0, -1).some((part) => part.length > 0));
    }
  });
  it('keeps no more than it must of a text without any gap', () => {
    const stream = redactor.stream();
    let out = 0;
    for (let index = 0; index < 100; index += 1) out += stream.push('#'.repeat(10_000)).length;
    assert.ok(out > 1_000_000 - 80_000 && out < 1_000_000);
    assert.equal(out + stream.end().length, 1_000_000);
  });
  it('drops a secret that never ends and goes on after it', () => {
    const { text, count } = through([
      'a\npassword=',
      ...Array.from({ length: 50 }, () => 'Ab1'.repeat(2000)),
      '\nb\n',
    ]);
    assert.deepEqual([text, count], [`a\npassword=${M}\nb\n`, 1]);
    const run = through([...Array.from({ length: 50 }, () => 'Ab1'.repeat(2000)), '\nb\n']);
    assert.deepEqual([run.text, run.count], [`${M}\nb\n`, 1]);
  });
});
