import { notStrictEqual, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '#protocol/json';
import { canonicalJson, digest, sha256Hex } from '../../server/src/core/digest';

describe('digest', () => {
  it('is sha256 over canonical JSON', () => {
    strictEqual(
      sha256Hex(new Uint8Array()),
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    strictEqual(digest({}), `sha256:${sha256Hex(new TextEncoder().encode('{}'))}`);
  });

  it('sorts keys by code unit, writes no white space, no -0 and nothing undefined', () => {
    const value = {
      b: [1, -0, null],
      a: { é: 'x\n', Z: true },
      '￿': 1,
      '😀': 2,
      gone: undefined,
    } as unknown as Json;
    strictEqual(canonicalJson(value), '{"a":{"Z":true,"é":"x\\n"},"b":[1,0,null],"😀":2,"￿":1}');
  });

  it('does not depend on the order of keys, and tells different values apart', () => {
    const shuffled = (json: Json): Json => {
      if (Array.isArray(json)) return json.map((item: Json) => shuffled(item));
      if (typeof json !== 'object' || json === null) return json;
      return Object.fromEntries(
        Object.entries(json)
          .reverse()
          .map(([key, value]) => [key, shuffled(value as Json)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        strictEqual(digest(shuffled(one as Json)), digest(one as Json));
        const isSame = canonicalJson(one as Json) === canonicalJson(two as Json);
        if (isSame) strictEqual(digest(one as Json), digest(two as Json));
        else notStrictEqual(digest(one as Json), digest(two as Json));
      }),
      { numRuns: 200 },
    );
  });

  it('reads back to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        strictEqual(canonicalJson(JSON.parse(canonicalJson(value as Json))), canonicalJson(value as Json));
      }),
      { numRuns: 200 },
    );
  });
});
