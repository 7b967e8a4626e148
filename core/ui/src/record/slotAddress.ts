/** The endpoint of a slot names the record as {id}; it lies below the plugin unless it says where. */
export function slotAddress(plugin: string, endpoint: string, id: string): string {
  const path = endpoint.replace(/\{id\}|<[^>]*\bid>/g, id);
  return path.startsWith("/x/") ? path : `/x/${plugin}/${path.replace(/^\//, "")}`;
}
