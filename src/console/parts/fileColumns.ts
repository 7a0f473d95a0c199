import { createContext } from 'react';

/** Whether fields are columns of files: parts that name them speak of columns, and nothing goes back to a source. */
export const FileColumns = createContext(false);
