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

/** The texts of a segment that answer a query, rising; with terms at the beginning of words, at least those. */
export function searchSegment(segment: SearchedSegment, query: TextQuery): Int32Array {
  let found: Int32Array | undefined;
  for (const group of query) {
    const texts = textsOfGroup(segment, group);
    found = found === undefined ? texts : inBoth(found, texts);
    if (found.length === 0) break;
  }
  return found ?? textsBeside(nowhere, segment.starts.length);
}

function textsOfGroup(segment: SearchedSegment, group: readonly Term[]): Int32Array {
  const [first, ...others] = group.map((term) => textsOfTerm(segment, term));
  if (first !== undefined && others.length === 0) return first;
  const marks = new Uint8Array(segment.starts.length);
  for (const texts of [first ?? nowhere, ...others]) for (const text of texts) marks[text] = 1;
  return markedTexts(marks);
}

function textsOfTerm(segment: SearchedSegment, { text, isNegated, isPrefix }: Term): Int32Array {
  if (!isNegated) return textsWith(segment, text);
  // A word may hold a prefix inside and still not begin with it.
  return textsBeside(isPrefix ? nowhere : textsWith(segment, text), segment.starts.length);
}

function textsWith(segment: SearchedSegment, text: string): Int32Array {
  if (text.length >= 3) return textsAt(segment.starts, placesOfWord(segment, text));
  const first = text.charCodeAt(0);
  const [least, most] =
    text.length === 1
      ? [gramOf(first, 0, 0), gramOf(first, 0xffff, 0xffff)]
      : [gramOf(first, text.charCodeAt(1), 0), gramOf(first, text.charCodeAt(1), 0xffff)];
  const marks = new Uint8Array(segment.starts.length);
  for (const bytes of segment.lists(least, most))
    for (const found of textsAt(segment.starts, placesOf(bytes, 0))) marks[found] = 1;
  return markedTexts(marks);
}

/** The texts in which rising places lie, each once; written over the places. */
function textsAt(starts: Uint32Array, places: Int32Array): Int32Array {
  const areFew = places.length * 16 < starts.length;
  let count = 0;
  let text = 0;
  for (const place of places) {
    if (areFew) text = lastUpTo(starts, place);
    else while (text + 1 < starts.length && (starts[text + 1] ?? 0) <= place) text += 1;
    if (count === 0 || places[count - 1] !== text) places[count++] = text;
  }
  return places.subarray(0, count);
}

function markedTexts(marks: Uint8Array): Int32Array {
  const texts = new Int32Array(marks.length);
  let count = 0;
  for (let text = 0; text < marks.length; text += 1) if (marks[text] === 1) texts[count++] = text;
  return texts.subarray(0, count);
}

/** Every text of a segment but some, which are given rising. */
function textsBeside(some: Int32Array, textCount: number): Int32Array {
  const texts = new Int32Array(textCount - some.length);
  let count = 0;
  let next = 0;
  for (let text = 0; text < textCount; text += 1)
    if (some[next] === text) next += 1;
    else texts[count++] = text;
  return texts;
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
