//! Classes, with what they inherit.

use super::member::{self, Kind, Member};
use super::signature::Signature;
use super::table::{self, Row, RowKind, Section};

/// A class of the standard library.
#[derive(Debug, Clone, Copy)]
pub struct Class {
    section: &'static Section,
    row: &'static Row,
}

/// The class `module.name`, also where `module` only shows another's class: `("builtins", "list")`.
pub fn class(module: &str, name: &str) -> Option<Class> {
    let section = table::section(module)?;
    let row = table::find(section.rows(), name)?;
    Member::of_row(section, row).class()
}

impl Class {
    pub(super) fn of_row(section: &'static Section, row: &'static Row) -> Option<Self> {
        (row.kind == RowKind::Class).then_some(Class { section, row })
    }

    /// The module it is at home in.
    pub fn module(self) -> &'static str {
        self.section.name
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.row.name
    }

    /// Its public bases, in order; `object` is not named.
    pub fn bases(self) -> impl Iterator<Item = Class> {
        self.row
            .places
            .split(' ')
            .filter_map(table::place)
            .filter_map(|(section, row)| Class::of_row(section, row))
    }

    /// Whether instances may have attributes that are not listed (`__getattr__`): a missing one means nothing.
    pub fn is_open(self) -> bool {
        self.lineage().iter().any(|class| class.row.is_open)
    }

    /// The attribute or method, own or inherited.
    pub fn attribute(self, name: &str) -> Option<Member> {
        self.lineage().into_iter().find_map(|class| {
            table::find(&class.row.attributes, name).map(|row| Member::of_row(class.section, row))
        })
    }

    /// All attributes and methods, own and inherited, each name once, sorted.
    pub fn attributes(self) -> Vec<Member> {
        let mut members: Vec<Member> = self
            .lineage()
            .into_iter()
            .flat_map(|class| {
                class
                    .row
                    .attributes
                    .iter()
                    .map(move |row| Member::of_row(class.section, row))
            })
            .collect();
        // Stable: of two with the same name the nearer class's stays.
        members.sort_by_key(|member| member.name());
        members.dedup_by_key(|member| member.name());
        members
    }

    /// All methods, own and inherited, sorted.
    pub fn methods(self) -> impl Iterator<Item = Member> {
        self.attributes()
            .into_iter()
            .filter(|member| member.kind() == Kind::Function)
    }

    /// Every signature of the constructor, `self` left out. None: not known.
    pub fn signatures(self) -> Vec<Signature> {
        member::read_signatures(self.row)
    }

    /// Whether the constructor takes `name=…` in some version. `None`: not known.
    pub fn accepts_keyword(self, name: &str) -> Option<bool> {
        member::accepts_keyword(self.row, name)
    }

    /// Whether this is the class `module.name` or one built on it.
    pub fn is_a(self, module: &str, name: &str) -> bool {
        self.lineage()
            .iter()
            .any(|class| class.module() == module && class.name() == name)
    }

    /// The class and all it is built on, nearer ones first: the order in which the data's writer left out what is
    /// inherited.
    fn lineage(self) -> Vec<Class> {
        let mut order: Vec<Class> = Vec::new();
        let mut waiting = vec![self];
        while let Some(class) = waiting.pop() {
            if order.iter().any(|known| std::ptr::eq(known.row, class.row)) {
                continue;
            }
            order.push(class);
            let bases: Vec<Class> = class.bases().collect();
            waiting.extend(bases.into_iter().rev());
        }
        order
    }
}
