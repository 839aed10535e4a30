import { errorsDocument } from './errorsDocument';
import { eventsDocument } from './eventsDocument';
import { protocolDocument } from './protocolDocument';
import { statesDocument } from './statesDocument';

/** Every generated document by its path. */
export const generatedDocuments: Readonly<Record<string, () => string>> = {
  'docs/PROTOCOL.md': protocolDocument,
  'docs/ERRORS.md': errorsDocument,
  'docs/STATES.md': statesDocument,
  'docs/EVENTS.md': eventsDocument,
};
