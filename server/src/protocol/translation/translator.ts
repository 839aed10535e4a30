import { filled, type Pattern, patternOf, piecesOf } from './pattern';
import type { Sentences } from './sentences';
import type { Tell } from './tell';

interface Sentence {
  readonly english: Pattern;
  readonly told: Pattern;
  /** How many characters are words of its own: of two sentences that fit, the one that says more is meant. */
  readonly weight: number;
}

/**
 * Tells texts in another language by their sentences. What people wrote in the places is copied as it is, whatever it
 * looks like; only where a sentence says so may a text of ours stand in a place, and is told as well. `state` says what
 * people call a state.
 */
export function translator(sentences: Sentences, state: Tell): Tell {
  const index = new SentenceIndex(sentences, state);
  return (english) => told(english, index, 0) ?? lineByLine(english, index);
}

/** How deep texts of ours stand within each other. */
const deepest = 6;

function told(text: string, index: SentenceIndex, depth: number): string | null {
  if (depth > deepest || text === '') return null;
  return (
    tellWhole(text, index, depth) ?? tellAfterPlace(text, index, depth) ?? tellBeforeNote(text, index, depth)
  );
}

function tellWhole(text: string, index: SentenceIndex, depth: number): string | null {
  const found = index.find(text);
  if (found === null) return null;
  const { pieces, sentence } = found;
  return filled(sentence.told, ({ number, kind }) => {
    const piece = pieces[number] ?? '';
    if (kind === 'state') return index.state(piece);
    return kind === 'told' ? (told(piece, index, depth + 1) ?? listOf(piece, index, depth + 1)) : piece;
  });
}

/** Several texts beside each other, by what joins them and what joins them in the other language. */
const joints: readonly (readonly [string, string])[] = [
  ['\n', '\n'],
  ['; ', '; '],
  [', ', '、'],
  [' or ', '、'],
];

function listOf(text: string, index: SentenceIndex, depth: number): string {
  for (const [joint, otherJoint] of joints) {
    const parts = text.split(joint);
    const known = parts.length === 1 ? [] : parts.map((part) => told(part, index, depth));
    if (known.some((part) => part !== null)) {
      return parts.map((part, at) => known[at] ?? listOf(part, index, depth)).join(otherJoint);
    }
  }
  return text;
}

/** `plan.yaml: Unknown key …`, `/steps/0: …`, `3:1 …`: what stands before says where. */
function tellAfterPlace(text: string, index: SentenceIndex, depth: number): string | null {
  const [line] = /^\d+:\d+ /.exec(text) ?? [];
  if (line !== undefined) {
    const rest = tellWhole(text.slice(line.length), index, depth);
    return rest === null ? null : `${line}${rest}`;
  }
  let at = text.indexOf(': ');
  for (let tries = 0; at !== -1 && tries < 4; tries++) {
    const rest = tellWhole(text.slice(at + 2), index, depth);
    if (rest !== null) return `${text.slice(0, at + 2)}${rest}`;
    at = text.indexOf(': ', at + 2);
  }
  return null;
}

/** `Unknown key … (policy.yaml)`: what stands in brackets at the end says where. */
function tellBeforeNote(text: string, index: SentenceIndex, depth: number): string | null {
  const at = text.endsWith(')') ? text.lastIndexOf(' (') : -1;
  const before = at <= 0 ? null : tellWhole(text.slice(0, at), index, depth);
  return before === null ? null : `${before}${text.slice(at)}`;
}

function lineByLine(text: string, index: SentenceIndex): string {
  if (!text.includes('\n')) return text;
  return text
    .split('\n')
    .map((line) => told(line, index, 0) ?? line)
    .join('\n');
}

const keyLength = 3;

/** Finds the sentence that a text is, by its first or last letters, so that few are tried. */
class SentenceIndex {
  readonly #byStart = new Map<string, Sentence[]>();
  readonly #byEnd = new Map<string, Sentence[]>();
  readonly #others: Sentence[] = [];
  readonly state: Tell;

  constructor(sentences: Sentences, state: Tell) {
    this.state = state;
    for (const [english, other] of Object.entries(sentences)) {
      const pattern = patternOf(english);
      const weight = pattern.words.join('').length;
      this.#listFor(pattern.words).push({ english: pattern, told: patternOf(other), weight });
    }
  }

  find(text: string): { readonly sentence: Sentence; readonly pieces: readonly string[] } | null {
    let best: ReturnType<SentenceIndex['find']> = null;
    for (const sentence of this.#candidates(text)) {
      if (best !== null && sentence.weight <= best.sentence.weight) continue;
      const pieces = piecesOf(sentence.english, text);
      if (pieces !== null) best = { sentence, pieces };
    }
    return best;
  }

  #candidates(text: string): readonly Sentence[] {
    const starting = this.#byStart.get(text.slice(0, keyLength)) ?? [];
    const ending = this.#byEnd.get(text.slice(-keyLength)) ?? [];
    return [...starting, ...ending, ...this.#others];
  }

  #listFor(words: readonly string[]): Sentence[] {
    const [start, end] = [words[0] ?? '', words.at(-1) ?? ''];
    if (start.length >= keyLength) return listAt(this.#byStart, start.slice(0, keyLength));
    return end.length >= keyLength ? listAt(this.#byEnd, end.slice(-keyLength)) : this.#others;
  }
}

function listAt(map: Map<string, Sentence[]>, key: string): Sentence[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
