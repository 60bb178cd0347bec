/** Where a command writes a line for people. */
export type Print = (line: string) => void;
