import { deepStrictEqual, ok } from 'node:assert/strict';
import { planKeys, schemaKeywords, stepKeys } from '#protocol/plan/planDocument';
import type { KeyTable } from '../../../server/src/core/language/keys/keyInfo';
import { keysAt } from '../../../server/src/core/language/keys/keyInfo';
import { planKeyTable, policyKeyTable } from '../../../server/src/core/language/keys/planKeyTable';
import { parsePolicyFile } from '../../../server/src/core/policy/parsePolicyFile';

/** The keys that the reader knows in a map, told by its answer to one that nobody knows. */
function known(path: readonly string[]): string[] {
  const value = path.reduceRight<unknown>((inner, key) => (key === '[]' ? [inner] : { [key]: inner }), {
    qqqqqqqqqqqqqqqqqqqqqqqqqqqq: 1,
  });
  const text = JSON.stringify({ schema: 'policy/1', ...(value as object) });
  const { problems } = parsePolicyFile(text, 'x', 'workspace');
  const said = problems.find(({ code }) => code === 'UNKNOWN_KEY')?.message ?? '';
  return (/known are (.*)\./.exec(said)?.[1] ?? '').split(', ');
}

function tableAt(path: readonly string[]): string[] {
  const place = keysAt(
    policyKeyTable,
    path.map((key) => (key === '[]' ? 0 : key)),
  );
  return Object.keys(place.table ?? {});
}

function eachInfo(table: KeyTable, visit: (en: string, ja: string, key: string) => void, depth = 0): void {
  for (const [key, info] of Object.entries(table)) {
    visit(info.en, info.ja, key);
    if (info.keys !== undefined && depth < 6) eachInfo(info.keys(), visit, depth + 1);
  }
}

describe('the tables of keys', () => {
  it('name exactly the keys of plans, steps and schemas', () => {
    deepStrictEqual(Object.keys(planKeyTable), [...planKeys]);
    deepStrictEqual(Object.keys(keysAt(planKeyTable, ['steps', 0]).table ?? {}), [...stepKeys]);
    deepStrictEqual(Object.keys(keysAt(planKeyTable, ['inputs']).table ?? {}), [...schemaKeywords]);
  });

  it('name exactly the keys that settings are read by, at every depth', () => {
    for (const path of [
      ['reliability'],
      ['reliability', 'retry'],
      ['reliability', 'on_error'],
      ['permissions'],
      ['permissions', 'rules', '[]'],
      ['permissions', 'rules', '[]', 'match'],
      ['approvals'],
      ['approvals', 'auto', '[]'],
      ['limits'],
      ['limits', 'llm'],
    ])
      deepStrictEqual(tableAt(path), known(path), path.join('.'));
  });

  it('explain each key in English and Japanese', () => {
    eachInfo(planKeyTable, (en, ja, key) => {
      ok(en.length > 5 && /[ぁ-んァ-ン一-龠]/.test(ja), key);
    });
  });
});
