import type { RunView } from '#protocol/methods/runs';
import type { FromTrace } from '#protocol/views/trace';
import type { ServerLine } from '../../connection/serverLine';
import { openElsewhere } from '../openElsewhere';
import { openLocation } from '../openLocation';
import { openStoredArtifact, openStoredChange } from '../openStored';
import { fileLocation } from '../plan/boardSteps';

type Wish = Exclude<FromTrace, { readonly type: 'read' | 'details' | 'find' }>;

/** Opens what a trace leads to. */
export async function openFromTrace(line: ServerLine, run: RunView, wish: Wish): Promise<void> {
  const { run_id, session_id, plan_version: version } = run;
  switch (wish.type) {
    case 'openReport':
      return await openElsewhere('holdpoint.run.showReport', { run_id });
    case 'openStep':
      return await openElsewhere('holdpoint.plan.showBoard', { session_id, version, step_id: wish.step_id });
    case 'openChange':
      return await openStoredChange(line, wish.preview_id);
    case 'openArtifact':
      return await openStoredArtifact(line, wish.sha256);
    case 'openFile':
      return await openLocation(wish.path, 1);
    case 'openLocation': {
      const place = fileLocation(wish.location);
      return place === null ? undefined : await openLocation(place.file, place.line);
    }
  }
}
