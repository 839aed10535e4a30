import { globTest } from '../../globs/globTest';
import type { ActionPath } from '../action';
import { isPolicyFile } from '../commands/builtinDeny';
import type { ParsedCommand } from '../commands/parsedCommand';
import type { Redirect } from '../commands/simpleCommand';
import { resolveWritten } from '../commands/slotPath';
import { type Call, type Finding, finding } from './call';
import { builtinIds, reasons } from './reasons';

/** Stage 1: the tool exists and is switched on. */
export function toolStage(call: Call): Finding | null {
  const { tool, known, enabled } = call.action;
  if (!known) return finding('tool', 'deny', 'builtin.unknown_tool', reasons.unknownTool(tool));
  return enabled ? null : finding('tool', 'deny', 'builtin.disabled_tool', reasons.disabledTool(tool));
}

/** Stage 2: inputs match their schema and references have values. */
export function inputStage(call: Call): Finding | null {
  const { inputProblems, unresolved } = call.action;
  if (unresolved.length > 0) {
    const text = reasons.unresolved(unresolved);
    return finding('inputs', 'deny', 'builtin.unresolved', text, { code: 'REFERENCE_UNRESOLVED' });
  }
  if (inputProblems.length === 0) return null;
  return finding('inputs', 'deny', 'builtin.inputs', reasons.inputs(inputProblems), {
    code: 'INPUT_INVALID',
  });
}

const refusedInDryRun = new Set(['write', 'exec', 'network', 'git']);

/** Stage 3: a dry run changes nothing and reaches nobody. */
export function dryRunStage(call: Call): Finding | null {
  const { dryRun, facts } = call.action;
  if (!dryRun || !refusedInDryRun.has(facts.effect)) return null;
  return finding('dry_run', 'deny', builtinIds.dryRun, reasons.dryRun, { code: 'DRY_RUN_BLOCKED' });
}

/** Stage 4: every path lies inside the slot, and every written one among what the step touches. */
export function pathStage(call: Call): Finding | null {
  for (const path of call.action.paths) {
    const found = pathFinding(call, path);
    if (found !== null) return found;
  }
  for (const command of call.commands) {
    const found = redirectFinding(call, command);
    if (found !== null) return found;
  }
  return null;
}

function pathFinding(call: Call, path: ActionPath): Finding | null {
  if (!path.inside) return finding('path', 'deny', 'builtin.outside_slot', reasons.outside(path.given));
  const isProtected = path.access === 'write' ? path.protected !== null : path.protected === 'state';
  if (isProtected) return finding('path', 'deny', 'builtin.protected_path', reasons.protected(path.relative));
  return path.access === 'write' ? touchFinding(call, path.relative) : null;
}

function touchFinding(call: Call, relative: string): Finding | null {
  const { touches } = call.action;
  if (touches === null || globTest(touches, 'path', false)(relative)) return null;
  return finding('path', 'deny', 'builtin.touches', reasons.touches(relative));
}

const streams = /^(?:\d+|-|\/dev\/(?:null|stdout|stderr|stdin|tty)|\$null|nul)$/i;

/** A shell would open these itself, so they are held to the boundary by their letters. */
function redirectFinding(call: Call, command: ParsedCommand): Finding | null {
  for (const redirect of command.redirects) {
    const { target, operator } = redirect;
    if (target.text === '' || operator === '<<<' || target.process || streams.test(target.text)) continue;
    const found = targetFinding(call, command, redirect);
    if (found !== null) return found;
  }
  return null;
}

function targetFinding(call: Call, command: ParsedCommand, { operator, target }: Redirect): Finding | null {
  const { segments, isOutside } = resolveWritten(target.text, command.cwd);
  if (target.dynamic || target.glob || isOutside) {
    return finding('path', 'deny', 'builtin.outside_slot', reasons.outside(target.text));
  }
  const names = segments.map((segment) => segment.toLowerCase());
  const isWrite = operator.includes('>');
  if (names.includes('.holdpoint') || (isWrite && (names.includes('.git') || names.some(isPolicyFile)))) {
    return finding('path', 'deny', 'builtin.protected_path', reasons.protected(target.text));
  }
  return isWrite ? touchFinding(call, segments.join('/')) : null;
}
