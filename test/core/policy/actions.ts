import type { PolicyLayer, PolicySettings, Profile, Rule } from '#protocol/policy';
import type { Action, ActionFacts, ActionPath } from '../../../server/src/core/policy/action';
import { foldLayers } from '../../../server/src/core/policy/foldLayers';
import { compileJudge, type Judge } from '../../../server/src/core/policy/judge';

/** A call as the runtime would describe it, with only what a test cares about spelled out. */
export function action(facts: Partial<ActionFacts>, more: Partial<Action> = {}): Action {
  return {
    tool: 'shell.run',
    known: true,
    enabled: true,
    inputProblems: [],
    unresolved: [],
    facts: {
      effect: 'exec',
      risk: 'low',
      commands: [],
      reads: [],
      writes: [],
      hosts: [],
      env: [],
      refusal: null,
      ...facts,
    },
    paths: [],
    touches: null,
    declaredRisk: null,
    dryRun: false,
    executor: 'local',
    slotKind: 'worktree',
    planNamesSlot: true,
    networkEnforced: false,
    confirmHighRisk: false,
    nowMs: Date.parse('2026-01-01T00:00:00.000Z'),
    ...more,
  };
}

/** A call of one program. */
export function run(...argv: string[]): Action {
  return action({ commands: [{ argv, cwd: '.' }] });
}

/** A call of a Bash script. */
export function bash(script: string): Action {
  return action({ commands: [{ script, shell: 'bash', cwd: '.' }] });
}

/** A call of a PowerShell script. */
export function powershell(script: string): Action {
  return action({ commands: [{ script, shell: 'powershell', cwd: '.' }] });
}

/** A path inside the slot unless told otherwise. */
export function path(
  relative: string,
  access: ActionPath['access'],
  more: Partial<ActionPath> = {},
): ActionPath {
  return {
    given: relative,
    relative,
    inside: true,
    protected: null,
    kind: 'file',
    symlink: false,
    access,
    ...more,
  };
}

/** One layer without positions. */
export function layer(name: PolicyLayer['name'], settings: PolicySettings): PolicyLayer {
  return { name, file: `${name}.yaml`, settings, lines: {} };
}

/** The judge of a profile with user settings on top. */
export function judgeOf(profile: Profile, settings: PolicySettings = {}): Judge {
  return compileJudge(foldLayers([layer('user', settings)], profile).policy);
}

/** One rule that is about every tool unless told otherwise. */
export function rule(
  id: string,
  effect: Rule['effect'],
  match: Rule['match'],
  more: Partial<Rule> = {},
): Rule {
  return { id, effect, tool: '*', match, reason: null, until: null, ...more };
}
