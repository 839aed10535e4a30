import { commandLine } from './japanese/commandLine';
import { commands } from './japanese/commands';
import { doors } from './japanese/doors';
import { editor } from './japanese/editor';
import { expressions } from './japanese/expressions';
import { files } from './japanese/files';
import { plans } from './japanese/plans';
import { policies } from './japanese/policies';
import { queries } from './japanese/queries';
import { records } from './japanese/records';
import { runs } from './japanese/runs';
import { store } from './japanese/store';
import type { Sentences } from './sentences';

/** Every sentence of ours in Japanese. */
export const japanese: Sentences = {
  ...commandLine,
  ...commands,
  ...doors,
  ...editor,
  ...expressions,
  ...files,
  ...plans,
  ...policies,
  ...queries,
  ...records,
  ...runs,
  ...store,
};
