// Me: language, light or dark, my profile, sign out.
import { Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUserCircle } from "@tabler/icons-react";
import { Link } from "react-router";
import { useMe } from "../api/client";
import type { Language } from "../api/types";
import { Face } from "../fields/Face";
import { LANGUAGES, t } from "../i18n";
import classes from "./UserMenu.module.css";
import { signOut, useSetLanguage } from "./session";

const schemes: { value: MantineColorScheme; label: () => string; icon: typeof IconSun }[] = [
  { value: "light", label: () => t("Light"), icon: IconSun },
  { value: "dark", label: () => t("Dark"), icon: IconMoon },
  { value: "auto", label: () => t("As the system"), icon: IconDeviceDesktop },
];

const tick = (shown: boolean) => (shown ? <IconCheck size={14} /> : null);

function Schemes() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{t("Appearance")}</Menu.Label>
      {schemes.map(({ value, label, icon: Shown }) => (
        <Menu.Item key={value} leftSection={<Shown size={15} />} rightSection={tick(colorScheme === value)} onClick={() => setColorScheme(value)}>
          {label()}
        </Menu.Item>
      ))}
    </>
  );
}

function Languages({ current }: { current: Language }) {
  const setLanguage = useSetLanguage();
  return (
    <>
      <Menu.Label>{t("Language")}</Menu.Label>
      {LANGUAGES.map(({ value, label }) => (
        <Menu.Item key={value} lang={value} rightSection={tick(current === value)} onClick={() => void setLanguage(value)}>
          {label}
        </Menu.Item>
      ))}
    </>
  );
}

export function UserMenu() {
  const { user } = useMe();
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <UnstyledButton className={classes.target} aria-label={t("My menu")}>
          <Face name={user.name} size={28} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <b>{user.name}</b>
          <span>{user.email}</span>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/setup/profile" leftSection={<IconUserCircle size={15} />}>
          {t("My profile")}
        </Menu.Item>
        <Languages current={user.language} />
        <Schemes />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void signOut()}>
          {t("Sign out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
