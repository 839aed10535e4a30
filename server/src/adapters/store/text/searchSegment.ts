import { gramOf, placesOf } from './gramLists';
import { lastUpTo } from './gramPages';
import type { Term, TextQuery } from './textQuery';

/** A segment as a search reads it. */
export interface SearchedSegment {
  /** Where each text begins. */
  readonly starts: Uint32Array;
  /** The packed places of a run; undefined when it does not occur. */
  list(gram: number): Uint8Array | undefined;
  /** The packed places of every run within bounds, both included. */
  lists(least: number, most: number): Iterable<Uint8Array>;
}

/** Whether a search by runs alone is exact: where words begin is not known to them. */
export function isExact(query: TextQuery): boolean {
  return query.every((group) => group.every((term) => !term.isPrefix));
}

/** Marks the texts of a segment that answer a query; with terms at the beginning of words, at least those. */
export function searchSegment(segment: SearchedSegment, query: TextQuery): Uint8Array {
  const answer = new Uint8Array(segment.starts.length).fill(1);
  for (const group of query) {
    const holds = new Uint8Array(answer.length);
    for (const term of group) addTerm(segment, term, holds);
    for (let text = 0; text < answer.length; text += 1)
      answer[text] = (answer[text] ?? 0) & (holds[text] ?? 0);
  }
  return answer;
}

function addTerm(segment: SearchedSegment, term: Term, holds: Uint8Array): void {
  if (!term.isNegated) {
    markTerm(segment, term.text, holds);
    return;
  }
  const has = new Uint8Array(holds.length);
  // A word may hold a prefix inside and still not begin with it.
  if (!term.isPrefix) markTerm(segment, term.text, has);
  for (let text = 0; text < holds.length; text += 1) if (has[text] === 0) holds[text] = 1;
}

function markTerm(segment: SearchedSegment, text: string, marks: Uint8Array): void {
  if (text.length >= 3) {
    markTexts(segment.starts, placesOfWord(segment, text), marks);
    return;
  }
  const first = text.charCodeAt(0);
  const [least, most] =
    text.length === 1
      ? [gramOf(first, 0, 0), gramOf(first, 0xffff, 0xffff)]
      : [gramOf(first, text.charCodeAt(1), 0), gramOf(first, text.charCodeAt(1), 0xffff)];
  for (const bytes of segment.lists(least, most)) markTexts(segment.starts, placesOf(bytes, 0), marks);
}

function markTexts(starts: Uint32Array, places: Int32Array, marks: Uint8Array): void {
  if (places.length * 16 < starts.length) {
    for (const place of places) marks[lastUpTo(starts, place)] = 1;
    return;
  }
  let text = 0;
  for (const place of places) {
    while (text + 1 < starts.length && (starts[text + 1] ?? 0) <= place) text += 1;
    marks[text] = 1;
  }
}

const nowhere = new Int32Array(0);

/** Runs at every third character, and the last one, are enough to make up a word. */
function placesOfWord(segment: SearchedSegment, word: string): Int32Array {
  const lists: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  for (let at = 0; at < word.length; at += 3) {
    const offset = Math.min(at, word.length - 3);
    const bytes = segment.list(
      gramOf(word.charCodeAt(offset), word.charCodeAt(offset + 1), word.charCodeAt(offset + 2)),
    );
    if (bytes === undefined) return nowhere;
    lists.push({ offset, bytes });
  }
  lists.sort((a, b) => a.bytes.length - b.bytes.length);
  let places: Int32Array | undefined;
  for (const { offset, bytes } of lists) {
    const here = placesOf(bytes, offset);
    places = places === undefined ? here : inBoth(places, here);
    if (places.length === 0) return nowhere;
  }
  return places ?? nowhere;
}

/** The numbers of two rising lists that are in both, written over the first. */
function inBoth(left: Int32Array, right: Int32Array): Int32Array {
  let count = 0;
  let other = 0;
  for (const place of left) {
    while (other < right.length && (right[other] ?? 0) < place) other += 1;
    if (other === right.length) break;
    if (right[other] === place) left[count++] = place;
  }
  return left.subarray(0, count);
}
