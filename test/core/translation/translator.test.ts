import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { stateWord } from '#protocol/shown/stateWords';
import { japanese } from '#protocol/translation/japanese';
import { filled, patternOf, piecesOf } from '#protocol/translation/pattern';
import { asWritten } from '#protocol/translation/tell';
import { tellIn } from '#protocol/translation/tellIn';
import { translator } from '#protocol/translation/translator';

const tell = translator(japanese, (state) => stateWord('ja', state));
const check = (english: string, expected: string) => equal(tell(english), expected);

const fill = (template: string, pieces: readonly string[]) =>
  filled(patternOf(template), ({ number }) => pieces[number] ?? '');

/** What nobody of us says: it can be part of no sentence. */
const foreign = fc
  .string({
    unit: fc.constantFrom('¤', '§', '日', '🙂', '{', '}', '$', '\\', '0', '+', '\u202e'),
    maxLength: 12,
  })
  .map((text) => `¤${text}¤`);

describe('the translator', () => {
  it('tells a sentence with what stands in its places', () => {
    check("There is no step 'a'; did you mean 'b'?", "ステップ 'a' はありません。'b' のことですか?");
    check('run r1 is paused: it cannot be resumed', '実行 r1 は paused です。再開できません');
  });

  it('takes the sentence that says most of those that fit', () => {
    check('there is no trace 7f', 'トレース 7f はありません');
    check('there is no elephant', 'elephant はありません');
  });

  it('tells sentences within sentences, lists of them, and those after a place', () => {
    check(
      "step a failed: 'npm' ended with exit code 2",
      "ステップ a が失敗: 'npm' が終了コード 2 で終了しました",
    );
    check(
      "policy.yaml: Unknown key 'x'; did you mean 'y'?",
      "policy.yaml: 'x' は不明なキーです。'y' のことですか?",
    );
    check('The document is empty. (policy.yaml)', '文書が空です。 (policy.yaml)');
    check(
      'the plan has 1 error:\n3:1 The document is empty.',
      'プランに誤りがあります (1 件の誤り):\n3:1 文書が空です。',
    );
  });

  it('leaves what it does not know as it is', () => {
    for (const text of [
      '',
      'nothing of ours',
      'done',
      'APPROVAL_STALE',
      '何か',
      'permissions.default=deny',
    ]) {
      check(text, text);
    }
  });

  it('copies what people wrote, though it reads like a sentence of ours', () => {
    check('run r cancelled by me: the plan has no step x', '実行 r を me が中止: the plan has no step x');
    check("There is no step 'There is no step '{0}'.'.", "ステップ 'There is no step '{0}'.' はありません。");
    check("There is no step '{1+}$&'.", "ステップ '{1+}$&' はありません。");
  });

  it('tells every sentence, filled with anything, in its Japanese, and loses nothing of what fills it', () => {
    for (const [english, told] of Object.entries(japanese)) {
      const count = patternOf(english).places.length;
      fc.assert(
        fc.property(fc.array(foreign, { minLength: count, maxLength: count }), (pieces) => {
          check(fill(english, pieces), fill(told, pieces));
        }),
        { numRuns: 5 },
      );
    }
  });

  it('finds again what a sentence was filled with, or something else that fills it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(japanese)),
        fc.array(fc.string(), { minLength: 8, maxLength: 8 }),
        (english, pieces) => {
          const pattern = patternOf(english);
          const text = fill(english, pieces);
          const found = piecesOf(pattern, text);
          equal(found === null ? null : fill(english, found), text);
        },
      ),
    );
  });

  it('never throws, and is soon done with long texts', () => {
    const words = fc.constantFrom(
      ...Object.keys(japanese),
      'a',
      ': ',
      '; ',
      ', ',
      ' or ',
      '(',
      ')',
      '\n',
      '{0}',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 20 }).map((parts) => parts.join('')),
    );
    fc.assert(fc.property(text, (given) => equal(typeof tell(given), 'string')));
    equal(typeof tell("There is no step '".repeat(20_000)), 'string');
    equal(typeof tell(': '.repeat(200_000)), 'string');
  });
});

describe('telling in a language', () => {
  it('is nothing at all in English, and the translator in Japanese', async () => {
    equal(await tellIn('en'), asWritten);
    equal((await tellIn('ja'))('The store is closed.'), 'ストアは閉じられています。');
  });
});
