import picomatch from 'picomatch';
import { boundedTest } from './boundedTest';
import { type Expression, readExpression } from './expression';

/** Whether a text is one that globs name. */
export type GlobTest = (text: string) => boolean;

/** Longer globs are refused where people write them; here they name nothing. */
export const longestGlob = 4096;

/**
 * Matches text against any of the globs; `*` stops at `/` only in paths. Whatever people write, a test takes time that
 * grows with the product of the lengths of glob and text. A glob is made ready when it is first tried.
 */
export function globTest(globs: readonly string[], of: 'path' | 'text', nocase: boolean): GlobTest {
  const options = optionsOf(of, nocase);
  const tests = globs.map((glob) => lazily(() => oneTest(glob, options)));
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (text) => tests.some((test) => test(text));
}

/**
 * What is wrong with a glob, in words, or null. A glob that we could only take for its own letters is refused: a rule that
 * denies by it would deny nothing.
 */
export function globProblem(glob: string): string | null {
  if (glob.length > longestGlob) return `A glob has at most ${longestGlob} characters.`;
  if (plain.test(glob)) return null;
  if (/\(\?/u.test(glob)) return "A glob has no groups with '(?'.";
  return (
    (['text', 'path'] as const).map((of) => meaningProblem(glob, of)).find((one) => one !== null) ?? null
  );
}

/** Names, stars, question marks and lists of names in braces: nearly all globs, and nothing is ever wrong with one. */
const plain = /^(?:[\w@ .*?/-]|\{[\w-]+(?:,[\w-]+)*\})*$/;

function meaningProblem(glob: string, of: 'path' | 'text'): string | null {
  if (glob === '') return null;
  const { source } = picomatch.makeRe(glob, optionsOf(of, false));
  if (source !== malformed && readExpression(source) !== null) return null;
  return `'${shortened(glob)}' is no glob that can be matched: a bracket or brace in it is left open, or it holds a sign of regular expressions such as a back-reference, '\\b' or '\\p'.`;
}

const shortened = (glob: string) => (glob.length > 80 ? `${glob.slice(0, 79)}…` : glob);

function optionsOf(of: 'path' | 'text', nocase: boolean): picomatch.PicomatchOptions {
  return { dot: true, noextglob: true, nonegate: true, nocase, bash: of === 'text' };
}

function lazily(make: () => GlobTest): GlobTest {
  let test: GlobTest | undefined;
  return (text) => {
    test ??= make();
    return test(text);
  };
}

/** What the engine may try for one test: more, and the text is walked over without going back. */
const mostTries = 250_000;

function oneTest(glob: string, options: picomatch.PicomatchOptions): GlobTest {
  if (glob === '' || glob.length > longestGlob || /\(\?/u.test(glob)) return never;
  const test = picomatch(glob, options);
  const { source } = picomatch.makeRe(glob, options);
  if (source === malformed) return test;
  const expression = readExpression(source);
  if (expression === null) return (text) => text === glob;
  const { ways, powers } = effortOf(expression);
  let bounded: GlobTest | null | undefined;
  return (text) => {
    if (ways * text.length ** powers <= mostTries) return test(text);
    bounded ??= boundedTest(expression, options.nocase === true);
    return text === glob || (text !== '' && (bounded?.(text) ?? false));
  };
}

const never: GlobTest = () => false;

/** What a glob becomes that cannot be read. */
const malformed = '$^';

/** In how many ways the engine might try a text of length n: `ways` times n to the power of `powers`. */
interface Effort {
  readonly ways: number;
  readonly powers: number;
}

function effortOf(expression: Expression): Effort {
  switch (expression.is) {
    case 'character':
    case 'edge':
      return { ways: 1, powers: 0 };
    case 'look':
      return lookEffort(effortOf(expression.part));
    case 'sequence':
      return expression.parts.map(effortOf).reduce(times, { ways: 1, powers: 0 });
    case 'choice': {
      const efforts = expression.parts.map(effortOf);
      return {
        ways: efforts.reduce((sum, { ways }) => sum + ways, 0),
        powers: Math.max(...efforts.map(({ powers }) => powers)),
      };
    }
    case 'repeat':
      return repeatEffort(expression);
    default:
      return expression satisfies never;
  }
}

/** A look at the next few characters costs the same everywhere. */
function lookEffort(effort: Effort): Effort {
  return effort.powers === 0 && effort.ways <= 64 ? { ways: 1, powers: 0 } : effort;
}

/** Repeating what takes exactly one character has one way for each number of times; anything else may explode. */
function repeatEffort({ part, least, most }: Extract<Expression, { is: 'repeat' }>): Effort {
  const { ways, powers } = effortOf(part);
  if (most !== Number.POSITIVE_INFINITY)
    return { ways: (most - least + 1) * ways ** most, powers: powers * most };
  return takesOne(part) ? { ways, powers: powers + 1 } : { ways: Number.POSITIVE_INFINITY, powers: 0 };
}

/** Whether an expression takes one character; what it looks at beside it does not count. */
function takesOne(expression: Expression): boolean {
  if (expression.is === 'character') return true;
  if (expression.is !== 'sequence') return false;
  const taking = expression.parts.filter(({ is }) => is !== 'look');
  return taking.length === 1 && taking.every(takesOne);
}

function times(a: Effort, b: Effort): Effort {
  return { ways: a.ways * b.ways, powers: a.powers + b.powers };
}
