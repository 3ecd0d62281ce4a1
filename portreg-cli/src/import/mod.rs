//! Lists of other tools, read as what `import` takes.

pub mod port_daddy;
mod port_list;
mod rows;
