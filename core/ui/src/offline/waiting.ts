// A change that waits for the connection.
export interface Waiting {
  id?: number;
}
