import { equal, notEqual } from 'node:assert/strict';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { boundedTest } from '../../../server/src/core/globs/boundedTest';
import { readExpression } from '../../../server/src/core/globs/expression';
import { globProblem, globTest } from '../../../server/src/core/globs/globTest';

const pieces = [
  ...[
    'a',
    'b',
    'B',
    'src',
    '.',
    '..',
    '.env',
    '/',
    '//',
    '*',
    '**',
    '/**/',
    '**/',
    '?',
    '[ab]',
    '[!a]',
    '[^/]',
  ],
  ...[
    '{a,b}',
    '{a,b/c}',
    '{,x}',
    '{1..3}',
    '(a|b)',
    '(a)',
    '(a*)',
    '+',
    '@',
    '!',
    '\\*',
    '\\',
    '[',
    '{',
    ')',
    '"',
  ],
  ...[
    '*.ts',
    '*.{ts,tsx}',
    'é',
    'K',
    '\u212a',
    '$',
    '^',
    '|',
    '-',
    ' ',
    '[[:alpha:]]',
    './',
    '\\w',
    '\\K',
    '\\\u212a',
    '😀',
    '(a|aa)+',
  ],
];
const glob = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 7 })
  .map((some) => some.join(''));
const letters = [
  'a',
  'b',
  'A',
  'B',
  'x',
  '/',
  '.',
  'src',
  '.env',
  'file.ts',
  'é',
  'k',
  'K',
  '\u212a',
  '😀',
  '1',
  '*',
  '-',
  '\n',
  ' ',
];
const text = fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((some) => some.join(''));

/** Once matched otherwise, or by two ways differently. */
const examples: [string, string, boolean, boolean][] = [
  ['\\B|(a|b)', 'a', false, false],
  ['))|{', 'a', false, false],
  ['a)|(b', 'ax', true, true],
];

describe('globs', () => {
  it('mean what picomatch says that they mean, for paths and for texts', () => {
    fc.assert(
      fc.property(glob, text, fc.boolean(), fc.boolean(), (one, given, nocase, isPath) => {
        const options = { dot: true, noextglob: true, nonegate: true, nocase, bash: !isPath };
        // What only the engine of expressions could mean, such as `\B`, stands for its own letters and is refused.
        const isOurs = readExpression(picomatch.makeRe(one, options).source) !== null;
        const wanted = isOurs ? picomatch(one, options)(given) : given === one;
        equal(globTest([one], isPath ? 'path' : 'text', nocase)(given), wanted, one);
        if (!isOurs) notEqual(globProblem(one), null, one);
      }),
      { numRuns: 5_000, examples },
    );
  });

  it('mean the same where the text is walked over without going back', () => {
    fc.assert(
      fc.property(glob, text, fc.boolean(), fc.boolean(), (one, given, nocase, bash) => {
        const expression = picomatch.makeRe(one, {
          dot: true,
          noextglob: true,
          nonegate: true,
          nocase,
          bash,
        });
        const read = readExpression(expression.source);
        const bounded = read && boundedTest(read, nocase);
        if (bounded !== null) equal(bounded(given), expression.test(given), `${one} as ${expression.source}`);
      }),
      { numRuns: 5_000, examples },
    );
  });

  it('answer in bounded time, whatever was written to keep them busy', () => {
    const long = 'a'.repeat(20_000);
    equal(globTest(['(a+)+b'], 'path', false)(`${long}!`), false);
    equal(globTest(['(a|aa)+'], 'path', false)(`${long}!`), false);
    equal(globTest(['(a|aa)+'], 'path', false)(long), true);
    equal(globTest(['*a'.repeat(12)], 'text', true)(`${long}!`), false);
    equal(globTest([`${'**/'.repeat(3)}${'a/**/'.repeat(6)}b`], 'path', false)('a/'.repeat(2_000)), false);
    equal(globTest([`${'{a,a}'.repeat(60)}b`], 'path', false)('a'.repeat(60)), false);
    equal(globTest([`${'{a,a}'.repeat(60)}b`], 'path', false)(`${'a'.repeat(60)}b`), true);
  });

  it('name nothing when they are no globs, or too long', () => {
    equal(globTest(['(?<=a)b'], 'path', false)('b'), false);
    equal(globTest(['(a)\\1'], 'path', false)('aa'), false);
    equal(globTest(['a'.repeat(70_000)], 'path', false)('a'), false);
    equal(globTest(['('.repeat(3_000)], 'path', false)('a'), false);
  });

  it('are refused when they could match nothing but themselves, so that no rule that denies by one fails open', () => {
    for (const hostile of [
      ...['(a)\\1', 'a\\b', '\\bsrc', '\\Bx', '\\p{L}', '\\k<a>', '\\cA', '\\u{61}', '\\x4', 'a\\0', 'a\\'],
      ...['[\\b]x', '[z-a]', '{a,b', 'a{', '(?:a)', '(?<=a)b', '('.repeat(300) + ')'.repeat(300)],
      ...['a)|(b', '))|{'],
      'a'.repeat(4097),
    ])
      equal(typeof globProblem(hostile), 'string', hostile.slice(0, 80));
    for (const harmless of [
      '**/*.{env,pem}',
      'src/**',
      '[!a]?',
      '(a|b)+',
      'a{2}',
      '[',
      '.',
      '\\[a\\]',
      '[[:alpha:]]',
    ])
      equal(globProblem(harmless), null, harmless);
  });

  it('that are let through are matched by both ways as picomatch matches them', () => {
    fc.assert(
      fc.property(glob, fc.boolean(), (one, bash) => {
        if (globProblem(one) !== null) return;
        const { source } = picomatch.makeRe(one, { dot: true, noextglob: true, nonegate: true, bash });
        const read = readExpression(source);
        equal(read !== null && boundedTest(read, false) !== null, true, one);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has nothing wrong with it when it is made of names, stars, question marks and lists of names', () => {
    const plain = ['a', 'B', '_', '@', ' ', '.', '*', '?', '/', '-', '{a,b}', '{x}', '{a-b,c}', '7'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...plain), { minLength: 1, maxLength: 12 }), (parts) => {
        const glob = parts.join('');
        equal(globProblem(glob), null);
        for (const bash of [true, false]) {
          const { source } = picomatch.makeRe(glob, { dot: true, noextglob: true, nonegate: true, bash });
          equal(source !== '$^' && readExpression(source) !== null, true, `${glob}: ${source}`);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
