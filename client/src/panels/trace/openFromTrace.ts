import type { FromTrace } from '#protocol/views/trace';
import type { ServerLine } from '../../connection/serverLine';
import { openElsewhere } from '../openElsewhere';
import { openTold } from '../openLocation';
import { openStoredArtifact, openStoredChange } from '../openStored';
import type { RunFacts } from './traceFacts';

type Wish = Exclude<FromTrace, { readonly type: 'read' | 'details' | 'find' }>;

/** Opens what a trace leads to; of files nothing but what the view was told of. */
export async function openFromTrace(line: ServerLine, { run, effects }: RunFacts, wish: Wish): Promise<void> {
  const { run_id, session_id, plan_version: version } = run;
  switch (wish.type) {
    case 'openReport':
      return await openElsewhere('holdpoint.run.showReport', { run_id });
    case 'openApproval':
      return await openElsewhere('holdpoint.approval.open', { approval_id: wish.approval_id });
    case 'openStep':
      return await openElsewhere('holdpoint.plan.showBoard', { session_id, version, step_id: wish.step_id });
    case 'openChange':
      return await openStoredChange(line, wish.preview_id);
    case 'openArtifact':
      return await openStoredArtifact(line, wish.sha256);
    case 'openFile':
    case 'openLocation':
      return await openTold(effects, wish);
  }
}
