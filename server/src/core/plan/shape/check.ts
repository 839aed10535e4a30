import { RE2JS } from 're2js';
import type { Check } from '#protocol/plan';
import { checkTypes } from '#protocol/plan/planDocument';
import { map, type Reader, type Report, text, under, word } from '../../policy/settings/shapes';
import { reportMissing } from './reportMissing';
import { jsonPath, slotPath } from './values';

/** Reads one check; one without a name is called after its list and place, such as `verify-1`. */
export const check: Reader<Check> = (value, pointer, report) => {
  const read = checkMap(value, pointer, report);
  if (read === undefined) return undefined;
  const { type, expr } = read;
  const isComplete = reportMissing(value, pointer, ['type', 'expr'], report);
  if (!isComplete || type === undefined || expr === undefined) return undefined;
  if (!isExpressionOf(type, expr, pointer, report)) return undefined;
  return { name: read.name ?? nameOf(pointer), type, expr, target: read.target ?? null };
};

/** A number stands for itself: an exit code is one. */
const exprText: Reader<string> = (value, pointer, report) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : text(value, pointer, report);

const plainPath: Reader<string> = (value, pointer, report) => {
  if (value === null) return undefined;
  const read = slotPath(value, pointer, report);
  if (read?.includes('${')) {
    report('BAD_REFERENCE', pointer, 'Checks take no references; name the file itself.');
    return undefined;
  }
  return read;
};

const checkMap = map({ name: text, type: word(checkTypes), expr: exprText, target: plainPath });

function isExpressionOf(type: Check['type'], expr: string, pointer: string, report: Report): boolean {
  const place = under(pointer, 'expr');
  switch (type) {
    case 'exit_code':
      return isExitCode(expr, place, report);
    case 'regex':
      return isRegex(expr, place, report);
    case 'jsonpath':
      return jsonPath(expr, place, report) !== undefined;
    case 'artifact_exists':
      return plainPath(expr, place, report) !== undefined;
  }
}

function isExitCode(expr: string, pointer: string, report: Report): boolean {
  if (/^-?\d{1,10}$/.test(expr.trim())) return true;
  report('OUT_OF_RANGE', pointer, `'${expr.slice(0, 80)}' is no exit code.`);
  return false;
}

function isRegex(expr: string, pointer: string, report: Report): boolean {
  try {
    RE2JS.compile(expr);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    report('BAD_REGEX', pointer, `'${expr.slice(0, 80)}' is no regular expression: ${reason}.`);
    return false;
  }
}

function nameOf(pointer: string): string {
  const [listName = 'check', index = '0'] = pointer.split('/').slice(-2);
  return `${listName.replace(/s$/, '')}-${Number(index) + 1}`;
}
