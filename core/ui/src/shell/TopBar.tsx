// The line above the page.
import { useMe } from "../api/client";

export function TopBar() {
  return <header>{useMe().user.name}</header>;
}
