// The one door to the server: requests, refusals, and the hooks for `me` and the catalogue.
export { api, getText, lastWrite, newKey, ProblemError, rememberSession, request, sendForm, urlOf } from "./http";
export type { Answer, RequestOptions } from "./http";
export {
  CatalogueProvider,
  catalogueQuery,
  keys,
  MeProvider,
  meQuery,
  useCatalogue,
  useIsAdministrator,
  useMe,
  useObject,
  useRecord,
  useRefreshObject,
} from "./hooks";
