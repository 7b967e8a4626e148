// The line above the page: where I am, search, create, help, me.
import { ActionIcon, Tooltip, UnstyledButton } from "@mantine/core";
import { IconHelpCircle, IconSearch, IconStar, IconStarFilled } from "@tabler/icons-react";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { Bell } from "../notifications/Bell";
import { useFavourite, type Bookmark } from "./bookmarks";
import { Breadcrumb } from "./Breadcrumb";
import { Caps } from "./Caps";
import { NewButton } from "./NewButton";
import { showOverlay } from "./overlay";
import classes from "./TopBar.module.css";
import { UserMenu } from "./UserMenu";

function SearchBox() {
  return (
    <UnstyledButton className={classes.search} onClick={() => showOverlay("palette")} aria-keyshortcuts="Control+K Meta+K">
      <IconSearch size={15} stroke={1.75} />
      <span className="dg-ellipsis">{t("Search or run a command")}</span>
      <Caps keys="mod+k" />
    </UnstyledButton>
  );
}

function Star({ here }: { here: Bookmark }) {
  const { isFavourite, toggle } = useFavourite(here);
  const label = isFavourite ? t("Remove from favourites") : t("Add to favourites");
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color={isFavourite ? "yellow" : "gray"} size="sm" aria-label={label} aria-pressed={isFavourite} onClick={toggle}>
        {isFavourite ? <IconStarFilled size={15} /> : <IconStar size={15} stroke={1.75} />}
      </ActionIcon>
    </Tooltip>
  );
}

function Help() {
  return (
    <Tooltip label={t("Keyboard shortcuts")}>
      <ActionIcon variant="subtle" color="gray" size="md" aria-label={t("Keyboard shortcuts")} onClick={() => showOverlay("help")}>
        <IconHelpCircle size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

export function TopBar({ here }: { here: Bookmark | null }) {
  const isPhone = useIsPhone();
  return (
    <header className={classes.bar}>
      <div className={classes.where}>
        <Breadcrumb here={here} />
        {here && <Star here={here} />}
      </div>
      {!isPhone && <SearchBox />}
      <div className={classes.right}>
        {!isPhone && <NewButton here={here} />}
        {!isPhone && <Help />}
        <Bell />
        <UserMenu />
      </div>
    </header>
  );
}
