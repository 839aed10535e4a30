import type { ReviewFileView } from '#protocol/methods/reviews';
import type { ChangeNews, ChangeReview } from '#protocol/views/change';
import { changeStrings } from '../../../client/src/panels/strings/changeStrings';
import { readFile } from '../../../client/src/review/hunks/readHunks';
import { describeChange } from '../../../server/src/core/change/preview';
import { localizer } from '../scenes/localizer';

const encoder = new TextEncoder();

/** A file of a review, made of two texts as the server makes it. */
export function reviewFile(
  id: string,
  path: string,
  before: string | null,
  after: string | null,
  more: Partial<ReviewFileView> = {},
): ReviewFileView {
  const preview = describeChange(
    {
      path,
      before: before === null ? null : { bytes: encoder.encode(before), mode: 0o644 },
      after: after === null ? null : encoder.encode(after),
      mode: null,
    },
    id,
  );
  if (!('diff' in preview)) {
    throw new Error(preview.problem);
  }
  return {
    ...preview,
    run_id: 'run-1',
    step_id: 'apply',
    status: 'recorded',
    derived_from: null,
    hunks: [...preview.hunks],
    old_bytes: null,
    new_bytes: null,
    ...more,
  };
}

/** A review of these files, of which nothing was said yet. */
export function reviewOf(
  files: readonly ReviewFileView[],
  more: Partial<ChangeReview> = {},
): Extract<ChangeNews, { type: 'review' }> {
  return {
    type: 'review',
    review: {
      approval: {
        approval_id: 'appr_1',
        title: 'Apply the rounding of totals',
        step_id: 'apply',
        risk: 'medium',
        reason: null,
        required: 1,
        vote_count: 0,
        expires_at: null,
      },
      files: files.map(readFile),
      choices: {},
      comments: [],
      stale: {},
      closed: null,
      is_busy: false,
      ...more,
    },
  };
}

/** The first message of the view. */
export function openingIn(language: 'en' | 'ja') {
  return {
    type: 'open',
    target: { approval_id: 'appr_1' },
    strings: changeStrings(localizer(language)),
    is_trusted: true,
  };
}

const cart = Array.from({ length: 40 }, (_, line) => `  const line${line} = compute(${line});\n`).join('');

/** Files of every kind: changed in two places, new, deleted, binary, too large, with endings and marks. */
export function sampleFiles(): readonly ReviewFileView[] {
  const wanted = cart
    .replace('  const line3 = compute(3);\n', '  const line3 = round(compute(3), 2);\n  log(line3);\n')
    .replace(
      'line30 = compute(30)',
      'line30 = compute(30, { currency: "EUR", rounding: "half-even", locale: navigator.language, fallback: defaultRoundingOfTheShop })',
    );
  return [
    reviewFile('prev_1', 'src/cart/total.ts', cart, wanted),
    reviewFile(
      'prev_2',
      'src/cart/rounding.ts',
      null,
      'export const digits = 2;\n\u202Eexport const evil = 1;\n',
    ),
    reviewFile('prev_3', 'src/old/legacy.ts', 'export const old = true;\n', null),
    reviewFile('prev_4', 'docs/notes.txt', 'one\r\ntwo\r\n', 'one\ntwo\n'),
    reviewFile('prev_5', 'docs/end.txt', 'a\nlast\n', 'a\nlast'),
    reviewFile('prev_6', 'img/logo.png', null, 'x\n', {
      encoding: 'binary',
      old_bytes: 2300,
      new_bytes: 48_211,
    }),
    reviewFile('prev_7', 'data/prices.csv', 'a\n', 'b\n', {
      diff: null,
      old_bytes: 50_000_000,
      new_bytes: 52_428_800,
    }),
  ];
}
