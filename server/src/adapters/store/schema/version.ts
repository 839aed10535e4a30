/** The schema this program writes; a store with a higher one is not opened. */
export const schemaVersion = 1;
