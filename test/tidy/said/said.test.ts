import { deepStrictEqual, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { japanese } from '#protocol/translation/japanese';
import { patternOf } from '#protocol/translation/pattern';
import { readLines } from '../repository';
import { saidTemplates } from './saidTemplates';

const folder = 'server/src/protocol/translation/japanese';

describe('what the server says, in Japanese', function () {
  this.timeout(300_000);

  it('has every sentence of the sources, and no other', () => {
    const said = saidTemplates();
    ok(said.size > 500, `${said.size}`);
    const missing = [...said].filter(([sentence]) => !Object.hasOwn(japanese, sentence));
    deepStrictEqual(missing, [], 'sentences without Japanese, with the file that says each');
    const superfluous = Object.keys(japanese).filter((sentence) => !said.has(sentence));
    deepStrictEqual(superfluous, [], 'sentences that nobody says any more');
  });

  it('keeps the places of each sentence', () => {
    for (const [english, told] of Object.entries(japanese)) {
      const places = (template: string) => patternOf(template).places.map(({ number }) => number);
      deepStrictEqual(
        places(english),
        places(english).map((_, at) => at),
        english,
      );
      deepStrictEqual(places(told).sort(), places(english), english);
    }
  });

  it('tells each sentence once', () => {
    const lines = readdirSync(folder).flatMap((file) => readLines(`${folder}/${file}`));
    const key = /^ {2}('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\w+):/;
    const keys = lines.flatMap((line) => key.exec(line)?.[1] ?? []);
    const twice = keys.filter((key, at) => keys.indexOf(key) !== at);
    deepStrictEqual(twice, []);
    deepStrictEqual(keys.length, Object.keys(japanese).length);
  });
});
